/** What one place of a pattern takes: a text as it is, or any character that passes. */
type Place = string | ((character: string) => boolean);

/** How a pattern is written. */
export interface GlobOptions {
  /** Whether `[a-c]` and `[!a-c]` stand for one character of a list, as in the names of files. */
  lists?: boolean;
}

/**
 * A test for names against a pattern with `*` (any text) and `?` (any one character); all else stands for itself. It
 * never goes back behind a star that has matched, so that no pattern and no name takes it long.
 *
 * @example
 * globMatcher('U66@*')('U66@DOM1'); // true
 */
export function globMatcher(pattern: string, { lists = false }: GlobOptions = {}): (name: string) => boolean {
  const parts = partsOf(pattern, lists).map(makePart);
  const [first] = parts as [Part];
  const last = parts.at(-1) as Part;
  if (parts.length === 1) return (name) => first.endAt(name, 0) === name.length;
  const between = parts.slice(1, -1).filter(({ length }) => length > 0);
  return (name) => {
    let at = first.endAt(name, 0);
    for (const part of between) {
      if (at < 0) return false;
      at = part.find(name, at);
    }
    const begin = last.beginBefore(name);
    return at >= 0 && begin >= at && last.endAt(name, begin) === name.length;
  };
}

/** Whether a name matches one of the patterns between commas (see {@link globsIn}), each as {@link globMatcher} takes it. */
export function anyGlobMatcher(patterns: string): (name: string) => boolean {
  const matchers = globsIn(patterns).map((pattern) => globMatcher(pattern));
  return (name) => matchers.some((matches) => matches(name));
}

/** A pattern in double quotes, or all up to the next comma. */
const ONE_OF_PATTERNS = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;

/**
 * The patterns between commas, each once. One that has a comma stands in double quotes, as in CSV, and a quote within them is written twice.
 *
 * @example
 * globsIn('U1@*,"Doe, Jane@DOM"'); // ['U1@*', 'Doe, Jane@DOM']
 */
export function globsIn(patterns: string): string[] {
  const found = new Set<string>();
  ONE_OF_PATTERNS.lastIndex = 0;
  for (let isLast = false; !isLast;) {
    const [text, quoted, plain] = ONE_OF_PATTERNS.exec(patterns)!;
    found.add(quoted?.replaceAll('""', '"') ?? plain!);
    isLast = !text.endsWith(',');
  }
  return [...found];
}

/** The same pattern as a regular expression for engines that match those in linear time, as RE2 does. */
export function globAsExpression(pattern: string): string {
  const meaning = (character: string) =>
    character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  return `(?s)^${[...pattern].map(meaning).join('')}\\z`;
}

/** The places of a pattern, cut at its stars. */
function partsOf(pattern: string, lists: boolean): Place[][] {
  const parts: Place[][] = [[]];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    const list = lists && character === '[' ? listAt(characters, at) : undefined;
    if (list) at = list.end;
    if (character === '*') parts.push([]);
    else parts.at(-1)?.push(list ? list.has : character === '?' ? () => true : character);
  }
  return parts;
}

/** The list that begins with a bracket, and the place of the bracket that ends it; undefined when nothing does. */
function listAt(
  characters: readonly string[],
  open: number,
): { end: number; has: (character: string) => boolean } | undefined {
  const isNegated = ['!', '^'].includes(characters[open + 1] ?? '');
  const first = open + (isNegated ? 2 : 1);
  // A bracket that comes first is one of the list.
  const end = characters.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const ranges = rangesOf(characters.slice(first, end));
  const isIn = (character: string) => ranges.some(([low, high]) => low <= character && character <= high);
  return { end, has: (character) => isIn(character) !== isNegated };
}

function rangesOf(list: readonly string[]): [low: string, high: string][] {
  const ranges: [string, string][] = [];
  for (let i = 0; i < list.length; i++) {
    const low = list[i] as string;
    const isRange = list[i + 1] === '-' && i + 2 < list.length;
    ranges.push([low, isRange ? (list[i + 2] as string) : low]);
    if (isRange) i += 2;
  }
  return ranges;
}

/** What stands between two stars of a pattern. */
interface Part {
  /** Characters that it takes. */
  readonly length: number;
  /** Where it ends in `name` when it begins at `begin`; -1 when it does not stand there. */
  endAt(name: string, begin: number): number;
  /** Where it ends at its first place in `name` from `from` on; -1 when it is not there. */
  find(name: string, from: number): number;
  /** Where it begins when it ends with `name`; -1 when that is too short. */
  beginBefore(name: string): number;
}

function makePart(places: readonly Place[]): Part {
  return places.every((place) => typeof place === 'string')
    ? textPart(places.join(''))
    : characterPart(places);
}

function textPart(text: string): Part {
  const { length } = text;
  return {
    length,
    endAt: (name, begin) => (name.startsWith(text, begin) ? begin + length : -1),
    find(name, from) {
      const begin = name.indexOf(text, from);
      return begin < 0 ? -1 : begin + length;
    },
    beginBefore: (name) => name.length - length,
  };
}

function characterPart(places: readonly Place[]): Part {
  const endAt = (name: string, begin: number): number => {
    let at = begin;
    for (const place of places) {
      if (at >= name.length) return -1;
      const character = String.fromCodePoint(name.codePointAt(at) as number);
      if (typeof place === 'string' ? place !== character : !place(character)) return -1;
      at += character.length;
    }
    return at;
  };
  return {
    length: places.length,
    endAt,
    find(name, from) {
      for (let begin = from; begin < name.length; begin += isPairAt(name, begin) ? 2 : 1) {
        const end = endAt(name, begin);
        if (end >= 0) return end;
      }
      return -1;
    },
    beginBefore(name) {
      let begin = name.length;
      for (let i = 0; i < places.length && begin >= 0; i++)
        begin -= begin >= 2 && isPairAt(name, begin - 2) ? 2 : 1;
      return begin;
    },
  };
}

/** Whether one character of two units stands here. */
function isPairAt(name: string, at: number): boolean {
  return (name.codePointAt(at) as number) > 0xffff;
}
