import { resolve } from 'node:path';
import { followLinks } from '@cmsc/files';

/**
 * The write-ahead log of the database `path`: it holds what has been changed since the last checkpoint.
 * DuckDB takes what follows a `?` for parameters.
 */
export function walPath(path: string): string {
  return beside(path, '.wal');
}

/** The names beside the database `path` that DuckDB takes for itself: its log, and the folder that it spills to. Links are followed. */
export async function companionsOf(path: string): Promise<string[]> {
  const followed = await followLinks(resolve(path)).catch(() => ({ path }));
  return [path, followed.path].flatMap((name) => [walPath(name), beside(name, '.tmp')]);
}

function beside(path: string, ending: string): string {
  return path.replace(/\?|$/, `${ending}$&`);
}
