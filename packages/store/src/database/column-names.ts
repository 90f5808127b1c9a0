/**
 * Names for the columns of a result, no two alike: a second `time` is `time_1`, a third `time_2`, as DuckDB has it where it
 * makes a table of a query. Upper and lower case are alike, because they are in a table.
 *
 * @example
 * uniqueNames(['time', 'user', 'time']); // ['time', 'user', 'time_1']
 */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return names.map((name) => {
    let unique = name;
    let repeat = repeats.get(name.toLowerCase()) ?? 1;
    for (; taken.has(unique.toLowerCase()); repeat++) unique = `${name}_${repeat}`;
    repeats.set(name.toLowerCase(), repeat);
    taken.add(unique.toLowerCase());
    return unique;
  });
}
