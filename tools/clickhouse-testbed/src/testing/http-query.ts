/** The text that a node answers a query with, errors included. */
export async function httpQuery(
  url: string,
  sql: string,
  user?: { name: string; password: string },
): Promise<string> {
  const headers: Record<string, string> = { connection: 'close' };
  if (user) {
    headers['X-ClickHouse-User'] = user.name;
    headers['X-ClickHouse-Key'] = user.password;
  }
  const response = await fetch(url, { method: 'POST', body: sql, headers });
  return (await response.text()).trim();
}
