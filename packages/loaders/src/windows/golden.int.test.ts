import { isoTime } from '@cmsc/core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readWindows, type WindowsResult } from './read-windows.js';
import { labelWindows, readWindowsLabels } from './windows-labels.js';
import { windowsLedgerProblems } from './windows-ledger.js';
import type { WindowsProcess, WindowsSession } from './windows-sessions.js';
import { timeZone } from './windows-time.js';

const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url));
const data = (name: string) => join(shared, 'data/windows', name);
const golden = (name: string) => join(shared, 'golden/windows', name);
const haveSamples = existsSync(golden('runs.json'));

interface Run {
  name: string;
  files: string[];
  options?: { utc_offset?: number; processes?: 'sysmon' };
  labels?: string;
}

interface Golden {
  ledger: Record<string, unknown> & { other: object; rejected: object; dialects: object; labels?: object };
  sessions: Record<string, unknown>[];
  processes: Record<string, unknown>[];
}

const runs: Run[] = haveSamples ? (JSON.parse(readFileSync(golden('runs.json'), 'utf8')) as Run[]) : [];

describe.skipIf(!haveSamples)('real and made-up events give', () => {
  test.each(runs)('what the reference gave: $name', async ({ name, files, options = {}, labels }) => {
    const zone = zoneName(options.utc_offset ?? 0);
    const reading = { timeZone: zone, processes: options.processes, onBadRow: 'skip' } as const;
    const run = await readWindows(files.map(data), reading);
    const labelLedger = labels && labelWindows(run, await readWindowsLabels(data(labels), timeZone(zone)));
    const expected = JSON.parse(readFileSync(golden(`${name}.json`), 'utf8')) as Golden;

    expect({ ...run.ledger, ...(labelLedger && { labels: labelLedger }) }).toEqual(expected.ledger);
    expect(windowsLedgerProblems(run.ledger)).toEqual([]);
    const { sessions, processes } = expected;
    expect(run.sessions.map((session) => plainSession(session, run))).toEqual(sessions.map(compared));
    expect(run.processes.map((process) => plainProcess(process, run))).toEqual(processes.map(compared));
  });
});

/** What the reference has besides: numbers of records, and of ends. */
function compared(row: Record<string, unknown>): Record<string, unknown> {
  const besides = ['start_record', 'end_record', 'ends'];
  const rest = Object.fromEntries(Object.entries(row).filter(([name]) => !besides.includes(name)));
  return { labels: [], ...rest };
}

function zoneName(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

function time(microseconds: number): string | null {
  return Number.isNaN(microseconds) ? null : isoTime(microseconds);
}

function plainSession(session: WindowsSession, { names }: WindowsResult) {
  const { start, end, elevated, linkedLogonId } = session;
  const { host, boot, reconnects, disconnects, locks, unlocks, processes, privileged, labels } = session;
  return {
    ...{ host, boot, reconnects, disconnects, locks, unlocks, processes, privileged, labels },
    logon_id: names.name(session.logonId),
    ...{ start: time(start), end: time(end), user_logoff: time(session.userLogoff) },
    ...{ ended_by: session.endedBy, end_latest: time(session.endLatest) },
    duration_us: Number.isNaN(end) ? null : end - start,
    ...{ logon_type: session.logonType, user_kind: session.userKind },
    ...{ user: names.name(session.user), domain: names.name(session.domain) },
    ...{ source_ip: names.name(session.sourceIp), source_host: names.name(session.sourceHost) },
    auth_package: names.name(session.authPackage),
    outbound_user: names.name(session.outboundUser),
    linked_logon_id: names.name(linkedLogonId) || null,
    elevated: elevated < 0 ? null : elevated === 1,
  };
}

function plainProcess(process: WindowsProcess, { names }: WindowsResult) {
  const { host, boot, pid, start, end, endedBy, endLatest, parentPid, place, exitStatus, labels } = process;
  return {
    ...{ host, boot, pid, labels, where: place, parent_pid: parentPid || null },
    ...{ start: time(start), end: time(end), ended_by: endedBy, end_latest: time(endLatest) },
    process_name: names.name(process.processName),
    parent_name: names.name(process.parentName),
    logon_id: names.name(process.logonId) || null,
    creator_logon_id: names.name(process.creatorLogonId) || null,
    user: names.name(process.user),
    exit_status: Number.isNaN(exitStatus) ? null : exitStatus,
    session: process.session?.number ?? null,
  };
}
