const grouped = new Intl.NumberFormat('en-US');

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** A count and its noun: `1 row`, `2 rows`. */
export function formatMany(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
