/** A value of a row that is a text or a number. */
export interface Leaf {
  /** Where it is in the row: of a text, what is between its quotes. */
  start: number;
  end: number;
  isText: boolean;
  /** The names, and places in lists, on the way to it. */
  way: readonly string[];
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]/g;

/** The texts and numbers of an object in JSON, which must be right: as characters of one byte each. */
export function leavesOf(row: string): Leaf[] {
  const leaves: Leaf[] = [];
  /** The names or places that are open, those of lists counted. */
  const way: (string | number)[] = [];
  let isName = false;
  for (const { 0: token, index } of row.matchAll(TOKENS)) {
    if (token === '{' || token === '[') way.push(token === '{' ? '' : 0);
    else if (token === '}' || token === ']') way.pop();
    else if (token === ',') {
      const place = way.at(-1);
      if (typeof place === 'number') way[way.length - 1] = place + 1;
    } else if (token !== ':') {
      const isText = token.startsWith('"');
      if (isName) way[way.length - 1] = token.slice(1, -1);
      else {
        const [start, end] = isText ? [index + 1, index + token.length - 1] : [index, index + token.length];
        leaves.push({ start, end, isText, way: way.map(String) });
      }
    }
    // A name follows the beginning of an object, and what is between its members.
    isName = token === '{' || (token === ',' && typeof way.at(-1) === 'string');
  }
  return leaves;
}
