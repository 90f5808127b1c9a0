/** A value of a small result. */
export type SmallValue = string | number | null | readonly unknown[];

/**
 * Rows of format JSONCompactEachRow. Whatever answers in the place of a ClickHouse, and answers all, gives none of these.
 *
 * @param text the answer.
 * @param like a row of the same kinds: '' for a text, 0 for a number, null for a number that may be missing, [] for a list.
 * @throws Error for anything else.
 */
export function parseRows<Row extends SmallValue[]>(text: string, like: Row): Row[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const row = JSON.parse(line) as unknown;
    if (
      !Array.isArray(row) ||
      row.length !== like.length ||
      !row.every((value, i) => isLike(value, like[i]!))
    )
      throw new Error(`not the row that was asked for: ${line.slice(0, 100)}`);
    return row as Row;
  });
}

function isLike(value: unknown, like: SmallValue): boolean {
  if (like === null) return value === null || typeof value === 'number';
  return Array.isArray(like) ? Array.isArray(value) : typeof value === typeof like;
}
