import type { DashboardData } from '../data/dashboard-data.js';
import { cellText } from '../lists/cell.js';
import { listRef, type ListName } from '../lists/list-ref.js';
import { specOf } from '../lists/list-specs.js';
import { overviewTop } from '../screens/overview/overview-lines.js';
import { beside, cell, line, lineText, type Line } from '../text/line.js';
import { showable } from '../text/showable.js';

const WIDTH = 80;
const TOP = 10;

/** The overview as plain text: what the screen of that name shows, without a terminal. */
export async function plainOverview(data: DashboardData): Promise<string> {
  const { facts } = data;
  const { signal } = new AbortController();
  const [sessionHours, users, computers] = await Promise.all([
    data.sessionHours(signal),
    busiest(data, 'users', signal),
    busiest(data, 'computers', signal),
  ]);
  const layout = { ledgerLines: 7, barLines: 3, gapLines: 1 };
  const top = overviewTop({
    facts,
    sessionHours,
    users: users.total,
    computers: computers.total,
    width: WIDTH,
    layout,
  });
  const lines = [
    line(showable(facts.path)),
    [],
    ...top,
    ...beside(users.lines, WIDTH / 2 - 1, computers.lines),
  ];
  return lines.map((each) => `${lineText(each).trimEnd()}\n`).join('');
}

async function busiest(data: DashboardData, name: ListName, signal: AbortSignal) {
  const spec = specOf(listRef(name), data.facts);
  const query = { ref: spec.ref, conditions: [], sort: spec.sort };
  const [rows, total] = [await data.rows(query, 0, TOP, signal), await data.count(query, signal)];
  const lines: Line[] = rows.map(([account = null, sessions = null, attacked = null]) => [
    cell(cellText(account, 'text', false), 22),
    cell(cellText(sessions, 'number', false), 11, 'plain', 'right'),
    { text: Number(attacked) > 0 ? ` !${String(attacked)}` : '' },
  ]);
  return { total, lines: [line(`most sessions: ${spec.title}`), ...lines] };
}
