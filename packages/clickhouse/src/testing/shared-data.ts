import { AUTH_EVENTS, PROC_EVENTS } from '../load/event-kind.js';
import type { AuthEvent, ProcEvent, RedTeamEvent } from '@cmsc/core';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const shared = resolve(import.meta.dirname, '../../../../../shared');

/** Whether the real samples are there; they are no part of the repository. */
export const hasSharedData = existsSync(resolve(shared, 'data/redteam.txt.gz'));

/** The lines of a real sample, `data/…` or `golden/…`, unpacked when it is gzip. */
export function sharedLines(name: string): string[] {
  const bytes = readFileSync(resolve(shared, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
}

/** Rows of auth. */
export function sharedAuth(name: string): AuthEvent[] {
  return sharedLines(name).map((line) => toRow<AuthEvent>(line, AUTH_EVENTS.columns));
}

/** Rows of proc. */
export function sharedProc(name: string): ProcEvent[] {
  return sharedLines(name).map((line) => toRow<ProcEvent>(line, PROC_EVENTS.columns));
}

/** The published red-team file. */
export function sharedRedTeam(): RedTeamEvent[] {
  return sharedLines('data/redteam.txt.gz').map((line) => {
    const [time, src_user = '', src_machine = '', dst_machine = ''] = line.split(',');
    return { attack_time: Number(time), src_user, src_machine, dst_machine };
  });
}

function toRow<Row>(line: string, columns: readonly string[]): Row {
  const [time, ...texts] = line.split(',');
  return { time: Number(time), ...Object.fromEntries(columns.map((name, i) => [name, texts[i]])) } as Row;
}
