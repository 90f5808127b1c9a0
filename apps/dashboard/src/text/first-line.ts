/** What an error says in its first line: DuckDB goes on with the statement, and where in it. */
export function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] ?? '';
}
