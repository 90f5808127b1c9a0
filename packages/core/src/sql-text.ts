// The rules of standard SQL, which DuckDB keeps to: a quote within quotes is doubled, and nothing else is special.

/** `name` as an identifier in SQL, whatever is in it. */
export function sqlIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `text` as a string in SQL, whatever is in it: for the places that take no parameter. */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path of one file as a string in SQL, for the functions of DuckDB that take it for a pattern of many. */
export function sqlPathLiteral(path: string): string {
  if (!/[*?[]/.test(path)) return sqlLiteral(path);
  // In a pattern a backslash is no character of a name.
  return sqlLiteral(path.replace(/[*?[]/g, '[$&]').replaceAll('\\', '?'));
}
