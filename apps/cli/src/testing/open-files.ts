import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What this process has open in a folder, where the system says. */
export function openFiles(folder: string): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd));
    } catch {
      return ''; // that of the folder itself
    }
  });
  return links.filter((path) => path.startsWith(folder));
}
