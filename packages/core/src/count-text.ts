/** For what is no whole number. Made when it is needed: that takes 10 ms, which is a tenth of a small run. */
let format: Intl.NumberFormat | undefined;

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  if (Number.isSafeInteger(count)) return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return (format ??= new Intl.NumberFormat('en-US')).format(count);
}

/** A count and its noun: `1 row`, `2 rows`. */
export function formatMany(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
