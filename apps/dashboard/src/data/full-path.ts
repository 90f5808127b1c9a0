import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The path of a file as a person types it: `~` is the home folder. */
export function fullPath(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}
