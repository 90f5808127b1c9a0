import { barText } from './bars.js';
import type { BuildState } from '../state/state.js';
import { beside, cell, fitLine, line, type Line } from '../terminal/line.js';
import { clockText } from '../lists/clock.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMany,
  formatRate,
  formatShare,
  showable,
} from '@cmsc/core';

/** A build while it runs: how fast and how far, the ledger as it fills, the red team's logons as they come. */
export function buildLines(build: BuildState, width: number, height: number): Line[] {
  const head = [stateLine(build), ...progressLines(build, width), []];
  const half = Math.floor((width - 2) / 2);
  const room = Math.max(0, height - head.length);
  const below = beside(counterLines(build, half).slice(0, room), half, hitLines(build, room));
  return [...head, ...below].map((each) => fitLine(each, width));
}

function stateLine({ phase, failure, update }: BuildState): Line {
  switch (phase) {
    case 'running':
      return line(`building: ${showable(update.step)} (Ctrl-C cancels)`, 'strong');
    case 'cancelling':
      return line('cancelling: nothing half will be left', 'strong');
    case 'failed':
      return line(`the build failed: ${showable(failure)} (q quits)`, 'error');
  }
}

function progressLines({ update, seconds }: BuildState, width: number): Line[] {
  const { rows, rowsPerSecond, bytes, bytesTotal, memoryBytes } = update;
  const mean = seconds > 0 ? rows / seconds : 0;
  const speed = `${formatMany(rows, 'row')} · ${formatRate(rowsPerSecond)}, ${formatRate(mean)} on average`;
  const use = `${formatDuration(Math.round(seconds))} so far · memory ${formatBytes(memoryBytes)}`;
  if (bytesTotal === undefined || bytesTotal === 0)
    return [line(speed), line(`${formatBytes(bytes)} read · ${use}`)];
  const share = Math.min(1, bytes / bytesTotal);
  const secondsLeft = Math.round((seconds * (bytesTotal - bytes)) / bytes);
  const left = bytes === 0 ? '' : ` · about ${formatDuration(secondsLeft)} left`;
  return [
    line(speed),
    line(`${formatBytes(bytes)} of ${formatBytes(bytesTotal)}${left} · ${use}`),
    [cell(barText(share, width - 8), width - 8, 'bar'), cell(formatShare(share), 8, 'strong', 'right')],
  ];
}

function counterLines({ update: { ledger } }: BuildState, width: number): Line[] {
  if (ledger === undefined) return [line('ledger so far', 'heading')];
  // What is open is known at the end only.
  const counters = Object.entries(ledger.ledger).filter(([name, value]) => name !== 'open' || value > 0);
  const rows = counters.map(([name, value]): Line => [
    cell(showable(name), width - 16),
    cell(formatCount(value), 16, 'strong', 'right'),
  ]);
  return [line(`ledger of ${ledger.source} so far`, 'heading'), ...rows];
}

// The newest first: that is what one looks for.
function hitLines({ update: { hits } }: BuildState, room: number): Line[] {
  const newest = hits.slice(-Math.max(1, room - 1)).reverse();
  const rows = newest.map(({ time, dst_user, src_machine, dst_machine }) =>
    line(`! ${clockText(time)} ${[dst_user, src_machine, dst_machine].map(showable).join(' ')}`, 'attack'),
  );
  return [line(`red-team logons: ${formatCount(hits.length)}`, 'heading'), ...rows].slice(0, room);
}
