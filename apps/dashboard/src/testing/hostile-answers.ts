import type { Answer, Need } from '../state/needs.js';
import { answerTo } from './state-run.js';

/** A name that would do harm on a terminal, and takes more or fewer cells than characters. */
export const HOSTILE = '\u001b[2J\n\u202e漢字\ue0000\ue001\u200b';

/** Answers with such names. */
export function hostileAnswer(need: Need): Answer {
  if (need.kind === 'defaults') return { session: 7, user: HOSTILE, computer: 'C1' };
  if (need.kind === 'session') {
    const counts = { startTime: 3, endTime: 90, logons: 1, logoffs: 2, processes: 1 };
    const attacks = [{ time: 5, srcMachine: HOSTILE }];
    return { id: 7, key: [HOSTILE, 'C1'], ...counts, origins: [HOSTILE], attacks, timeLine: [] };
  }
  if (need.kind === 'account') {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    const times = { firstTime: 1, lastTime: 9 };
    return {
      name: need.name,
      near: [],
      sessions: 3,
      attacked: 1,
      tuples: 2,
      ...times,
      hours,
      attackedHours: hours,
    };
  }
  if (need.kind === 'rows' && need.query.ref.list === 'inputs') return [[1, HOSTILE, HOSTILE, 2, null, null]];
  return answerTo(need);
}
