import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RedTeamEvent } from '@cmsc/core';
import { redTeamRow } from './rows.js';

const shared = resolve(import.meta.dirname, '../../../../../shared');

/** Whether the real samples are there; they are no part of the repository. */
export const hasSharedData = existsSync(resolve(shared, 'data/redteam.txt.gz'));

/** The lines of a real sample, `data/…` or `golden/…`, unpacked when it is gzip. */
export function sharedLines(name: string): string[] {
  const bytes = readFileSync(resolve(shared, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
}

/** The published red-team file. */
export function sharedRedTeam(): RedTeamEvent[] {
  return sharedLines('data/redteam.txt.gz').map(redTeamRow);
}
