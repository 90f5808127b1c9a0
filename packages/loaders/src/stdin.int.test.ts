import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openSync, closeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tempFile } from './testing/temp-folder.js';

const built = new URL('../dist/index.js', import.meta.url).href;
const script = (path: string, rest = '') => `
  import { readColumns } from ${JSON.stringify(built)};
  const controller = new AbortController();
  const reader = readColumns(${JSON.stringify(path)}, 'auth', { select: ['dst_user'], signal: controller.signal });
  ${rest}
  try {
    for await (const batch of reader) if (batch.length === 0) throw new Error('an empty batch');
    console.log(JSON.stringify({ counts: reader.counts, inputs: reader.inputs }));
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message, rows: reader.counts.rows }));
  }`;

const TEXT = '1,U1@D,U1@D,C1,C2,?,Network,LogOn,Success\n'.repeat(50_000);

interface Outcome {
  counts?: { rows: number };
  inputs?: unknown;
  code?: string;
  message?: string;
  rows?: number;
}

/** Runs the script with this standard input: bytes come through a pipe, a number is a descriptor. */
async function run(source: string, input: Uint8Array | number | 'silence'): Promise<Outcome> {
  const stdin = typeof input === 'number' ? input : 'pipe';
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: [stdin, 'pipe', 'inherit'],
  });
  if (typeof input !== 'number' && input !== 'silence') child.stdin!.end(input);
  let output = '';
  for await (const chunk of child.stdout!) output += String(chunk);
  return JSON.parse(output) as Outcome;
}

describe('standard input', () => {
  it.each(['-', '/dev/stdin'])('comes through a pipe as %s, plain or gzip', async (path) => {
    for (const stored of [Buffer.from(TEXT), gzipSync(TEXT)]) {
      expect(await run(script(path), stored)).toEqual({
        counts: {
          rows: 50_000,
          starts: 50_000,
          ends: 0,
          other: 0,
          failedStarts: 0,
          filtered: 0,
          rejected: 0,
        },
        inputs: [
          {
            path,
            bytes: stored.length,
            sha256: createHash('sha256').update(stored).digest('hex'),
            rows: 50_000,
            complete: true,
          },
        ],
      });
    }
  });

  it('may be a file', async () => {
    const descriptor = openSync(await tempFile(TEXT), 'r');
    expect((await run(script('-'), descriptor)).counts?.rows).toBe(50_000);
    closeSync(descriptor);
  });

  it('may be empty', async () => {
    expect((await run(script('-'), new Uint8Array(0))).counts?.rows).toBe(0);
  });

  it('has a name in messages', async () => {
    expect(await run(script('-'), Buffer.from('x\n'))).toMatchObject({
      code: 'COLUMN_COUNT',
      message: expect.stringMatching(/^standard input:1: /),
    });
  });

  it('can be called off while nothing comes, and the process ends', async () => {
    const outcome = await run(script('-', 'setTimeout(() => controller.abort(), 50);'), 'silence');
    expect(outcome).toEqual({ code: 'INTERRUPTED', message: 'interrupted', rows: 0 });
  });
});
