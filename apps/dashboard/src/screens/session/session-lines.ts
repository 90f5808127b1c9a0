import { type SessionDetail, timeLineSeconds } from '../../data/dashboard-data.js';
import type { Facts } from '../../data/facts.js';
import { axisLine, columnOfStep, histogramLines, markLine, resampled } from '../../draw/bar-lines.js';
import { fitLine, line, type Line } from '../../draw/line.js';
import { type BodyModel, listLines, waitingLines } from '../../draw/list-lines.js';
import { clockText, counted, durationText } from '../../draw/numbers.js';
import type { Need } from '../../state/needs.js';
import { answerTo } from '../../state/selectors.js';
import { showable } from '@cmsc/core';
import { SESSION_LINES } from './session-state.js';

/** One session with its processes on a time line. */
export function sessionBody(model: BodyModel): Line[] {
  const { state, place, facts } = model;
  const need = { kind: 'session', id: Number(place.subject) } satisfies Need;
  const session = answerTo(state, need);
  if (session === null) return [line(`there is no session ${place.subject}`, 'error')];
  const above =
    session === undefined
      ? waitingLines(state, need, SESSION_LINES)
      : sessionLines(session, facts, state.size.columns);
  return [...above, ...listLines(model)];
}

/** A session's facts and its time line. */
function sessionLines(session: SessionDetail, facts: Facts, width: number): Line[] {
  const lines = [...factLines(session, facts), [], ...timeLine(session, width)];
  return lines.slice(0, SESSION_LINES).map((each) => fitLine(each, width));
}

function factLines(session: SessionDetail, { keyColumns, labelled }: Facts): Line[] {
  const { startTime, endTime, logons, logoffs, processes, origins } = session;
  const key = keyColumns
    .map((column, index) => `${showable(column)} ${showable(session.key[index] ?? '')}`)
    .join(' · ');
  const time = (value: number) => `${value} (${clockText(value)})`;
  return [
    line(key, 'strong'),
    line(`from ${time(startTime)} to ${time(endTime)}: ${durationText(endTime - startTime)}`),
    line(
      `${counted(logons, 'logon')} · ${counted(logoffs, 'logoff')} · ${counted(processes, 'process', 'processes')} started inside`,
    ),
    line(origins.length === 0 ? '' : `came from ${origins.map(showable).join(' ')}`),
    attackLine(session, labelled),
  ];
}

function attackLine({ attacks }: SessionDetail, labelled: boolean): Line {
  if (!labelled) return line('not labelled: no red team was given', 'dim');
  if (attacks.length === 0) return line('no red-team event lies in it', 'dim');
  const events = attacks.map(({ time, srcMachine }) => `${time} from ${showable(srcMachine)}`);
  return line(`! red team: ${events.join(', ')}`, 'attack');
}

function timeLine({ startTime, endTime, timeLine: steps, attacks }: SessionDetail, width: number): Line[] {
  const seconds = Math.max(1, endTime - startTime + 1);
  const column = (time: number) => columnOfStep(time - startTime, 0, seconds, width);
  const marks = new Set(attacks.map(({ time }) => column(time)));
  const middle = Math.floor((startTime + endTime) / 2);
  return [
    ...histogramLines(resampled(steps, 0, seconds / timeLineSeconds(seconds), width), 2),
    markLine(marks, width, '▲', 'attack'),
    axisLine(
      [
        { column: 0, text: `${startTime}` },
        { column: Math.floor(width / 2), text: `${middle}` },
        { column: width - `${endTime}`.length, text: `${endTime}` },
      ],
      width,
    ),
  ];
}
