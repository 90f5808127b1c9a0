import { keyLines } from './key-table.js';

/** A line of the help: a heading, or keys and what they do. */
export interface HelpLine {
  heading?: string;
  keys?: string;
  does: string;
}

const FILTERS: readonly (readonly [string, string])[] = [
  ['user=U66@*', 'names take * and ?; "in quotes" they are taken as they are'],
  ['duration>1h', '= != < <= > >= with numbers; s, m, h, d may follow them'],
  ['origin~C17', '~ contains, in any case; !~ does not'],
  ['process=P16', 'sessions in which that process started'],
  ['attacked', 'a flag; !attacked and !user=U66@* are the opposite'],
  ['C17693', 'a word alone: any column with names contains it'],
];

/** The help: every key, then how filters are written. */
export function helpText(): HelpLine[] {
  let group = '';
  const keys = keyLines().flatMap((each): HelpLine[] => {
    const heading = each.group === group ? [] : [{ heading: each.group, does: '' }];
    group = each.group;
    return [...heading, { keys: each.keys, does: each.does }];
  });
  const filters = FILTERS.map(([term, does]): HelpLine => ({ keys: term, does }));
  return [...keys, { heading: 'Filters', does: 'all of their terms have to hold' }, ...filters];
}
