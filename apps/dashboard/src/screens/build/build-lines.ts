import { barText } from '../../components/bar-lines.js';
import type { BuildState } from '../../state/state.js';
import { bytesText, clockText, durationText, grouped, shareText } from '../../text/numbers.js';
import { showable } from '../../text/showable.js';
import { beside, cell, fitLine, line, type Line } from '../../text/line.js';

/** A build while it runs: how fast and how far, the ledger as it fills, the red team's events as they come. */
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

function progressLines({ update, seconds, memoryBytes }: BuildState, width: number): Line[] {
  const { rows, bytes, bytesTotal } = update;
  const perSecond = seconds > 0 ? rows / seconds : 0;
  const speed = `${grouped(rows)} rows · ${grouped(perSecond)} rows/s · ${durationText(seconds)} so far`;
  const memory = `memory ${bytesText(memoryBytes)}`;
  if (bytesTotal === undefined || bytesTotal === 0)
    return [line(speed), line(`${bytesText(bytes)} read · ${memory}`)];
  const share = Math.min(1, bytes / bytesTotal);
  const left = bytes === 0 ? '' : ` · ${durationText((seconds * (bytesTotal - bytes)) / bytes)} left`;
  return [
    line(speed),
    line(`${bytesText(bytes)} of ${bytesText(bytesTotal)}${left} · ${memory}`),
    [cell(barText(share, width - 8), width - 8, 'bar'), cell(shareText(share), 8, 'strong', 'right')],
  ];
}

function counterLines({ update }: BuildState, width: number): Line[] {
  const counters = Object.entries(update.ledger ?? {});
  const rows = counters.map(([name, value]): Line => [
    cell(showable(name), width - 16),
    cell(grouped(value), 16, 'strong', 'right'),
  ]);
  return [line('ledger so far', 'heading'), ...rows];
}

function hitLines({ update }: BuildState, room: number): Line[] {
  const hits = update.hits ?? [];
  const newest = hits.slice(-Math.max(0, room - 1)).reverse();
  const rows = newest.map(({ time, srcUser, srcMachine, dstMachine }) =>
    line(`! ${clockText(time)} ${[srcUser, srcMachine, dstMachine].map(showable).join(' ')}`, 'attack'),
  );
  return [line(`red-team hits: ${grouped(hits.length)}`, 'heading'), ...rows];
}
