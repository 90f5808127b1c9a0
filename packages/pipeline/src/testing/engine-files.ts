import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { authRows } from './auth-rows.js';

const FILES = 200;
const ROWS_OF_FILE = 60;

/** Files of auth rows and of a red team, made up. */
export interface EngineFiles {
  auth: string[];
  redteam: string;
}

/**
 * Auth rows as good as those of 200 files with ties, repeats, orphans and open ends: no two of them have a user in common, and in
 * time they run side by side. Written as three parts, one of them gzip, with names that are not plain, and a red team that met
 * some of them, some at another destination, and some not at all.
 */
export function writeEngineFiles(folder: string): EngineFiles {
  const files = Array.from({ length: FILES }, (_, seed) =>
    authRows(ROWS_OF_FILE, seed).map((row) => row.replaceAll('@DOM1', `@DÖM ${seed}'\\`)),
  );
  const rows = files.flat().sort((a, b) => timeOf(a) - timeOf(b));
  const cuts = [0, Math.floor(rows.length / 5), Math.floor(rows.length / 2), rows.length];
  const auth = ['auth_0.txt', 'auth_1.txt.gz', 'auth_2.txt'].map((name, i) => {
    const text = rows
      .slice(cuts[i], cuts[i + 1])
      .map((row) => `${row}\n`)
      .join('');
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
    return join(folder, name);
  });
  const redteam = join(folder, 'redteam.txt');
  writeFileSync(
    redteam,
    redTeamOf(rows)
      .map((row) => `${row}\n`)
      .join(''),
  );
  return { auth, redteam };
}

function redTeamOf(rows: readonly string[]): string[] {
  return rows
    .filter((_, i) => i % 97 === 0)
    .flatMap((row, i) => {
      const [time, , user, source, destination] = row.split(',');
      const tuple = [i % 7 === 6 ? Number(time) + 1 : time, user, source, i % 4 === 3 ? 'C9' : destination];
      return Array.from({ length: i % 5 === 0 ? 2 : 1 }, () => tuple.join(','));
    });
}

function timeOf(row: string): number {
  return Number(row.slice(0, row.indexOf(',')));
}
