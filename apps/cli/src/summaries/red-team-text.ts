import { formatCount, formatMany } from '@cmsc/core';
import type { summarizeRedTeamFile } from '@cmsc/pipeline';
import type { Style } from '../terminal/style.js';
import { alignColumns } from '../terminal/text.js';

type RedTeamSummary = Awaited<ReturnType<typeof summarizeRedTeamFile>>;

const MOST_NAMES = 10;

/** A red-team file's summary for people. */
export function redTeamText(summary: RedTeamSummary, style: Style): string {
  const { rows, distinct, surplusRows, repeatedTuples, users, sources, destinations, days } = summary;
  const { localAccountRows, firstTime, lastTime } = summary;
  const repeats = `${formatMany(repeatedTuples, 'tuple repeats', 'tuples repeat')}, in ${formatMany(surplusRows, 'surplus row')}`;
  const facts = [
    ['rows', formatCount(rows)],
    ['distinct', surplusRows > 0 ? `${formatCount(distinct)}: ${repeats}` : formatCount(distinct)],
    ['users', formatCount(users.length)],
    ['sources', formatCount(sources.length)],
    ['destinations', formatCount(destinations.length)],
    ['local accounts', formatMany(localAccountRows, 'row')],
    ['time', firstTime === null ? 'no rows' : `${firstTime} to ${lastTime}`],
  ];
  const lists = [
    nameList('top users', users),
    nameList('top sources', sources),
    nameList('top destinations', destinations),
    { heading: 'days', rows: days.map(({ day, rows: count }) => [`day ${day}`, count] as const) },
  ];
  const lines = alignColumns(facts, '');
  for (const { heading, rows: list } of lists)
    if (list.length > 0) lines.push('', style.bold(heading), ...alignColumns(list));
  return `${lines.join('\n')}\n`;
}

function nameList(heading: string, names: RedTeamSummary['users']) {
  const shown = names.slice(0, MOST_NAMES);
  return {
    heading:
      names.length > shown.length ? `${heading} (${shown.length} of ${formatCount(names.length)})` : heading,
    rows: shown.map(({ name, rows }) => [name, rows] as const),
  };
}
