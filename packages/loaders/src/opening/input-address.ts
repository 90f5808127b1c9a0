import { existsSync, statSync } from 'node:fs';

/** Which file an input is in, and what it is called there. */
export interface InputAddress {
  /** The file, or `-`. */
  file: string;
  /** What stands behind a `#`: the name of a table in a database. Undefined where the file itself is meant. */
  table: string | undefined;
}

/**
 * Takes the name of an input apart: `x.duckdb#auth_raw` is the table auth_raw in x.duckdb, where there is that file. A name that exists
 * is taken literally, also with a `#` in it.
 */
export function addressOf(path: string): InputAddress {
  const whole = { file: path, table: undefined };
  if (!path.includes('#') || existsSync(path)) return whole;
  for (let at = path.indexOf('#'); at >= 0; at = path.indexOf('#', at + 1)) {
    const file = path.slice(0, at);
    if (isFile(file)) return { file, table: path.slice(at + 1) };
  }
  return whole;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // Whoever reads it says why.
  }
}
