import { CmscError } from '@cmsc/core';
import { openWholeFile } from '@cmsc/files';
import type { OutputSummary } from '@cmsc/store';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

// A state file: a line that says what it is, a line of JSON, arrays of 32-bit integers, and a SHA-256 over all of it.

const MAGIC = 'cmsc state, version 3\n';
const DIGEST_BYTES = 32;
const NEWLINE = 10;

/** What a state file holds. */
export interface StateContent {
  /** Anything that JSON can hold. */
  facts: Record<string, unknown>;
  arrays: Record<string, Int32Array>;
}

interface StateHeader {
  facts: StateContent['facts'];
  /** Number of values in each array, in their order in the file. */
  lengths: Record<string, number>;
}

/**
 * Writes a state file, complete or not at all.
 *
 * @throws CmscError of kind io when it exists and may not be replaced, or can't be written.
 */
export async function writeStateFile(
  path: string,
  { facts, arrays }: StateContent,
  options: { force?: boolean },
): Promise<OutputSummary> {
  const lengths = Object.fromEntries(Object.entries(arrays).map(([name, { length }]) => [name, length]));
  const header: StateHeader = { facts, lengths };
  const pieces = [
    Buffer.from(MAGIC),
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...Object.values(arrays).map(bytesOf),
  ];
  const hash = createHash('sha256');
  const file = await openWholeFile(path, options);
  try {
    for (const piece of pieces) {
      hash.update(piece);
      await file.write(piece);
    }
    await file.write(hash.digest());
    return { path, ...(await file.finish()), rows: 0 };
  } catch (error) {
    await file.abort();
    throw error;
  }
}

/**
 * Reads a state file.
 *
 * @throws CmscError BAD_STATE_FILE (data) when it is no state file, one of another version, or damaged; NOT_FOUND or
 * READ_FAILED (io).
 */
export async function readStateFile(path: string): Promise<StateContent> {
  const bytes = await readWhole(path);
  if (!bytes.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC)))
    throw badState(path, 'this is no state file of this version of cmsc');
  const content = bytes.subarray(0, -DIGEST_BYTES);
  const digest = createHash('sha256').update(content).digest();
  if (bytes.length < MAGIC.length + DIGEST_BYTES || !digest.equals(bytes.subarray(-DIGEST_BYTES)))
    throw badState(path, 'the state file is damaged: its checksum does not fit');
  const end = content.indexOf(NEWLINE, MAGIC.length);
  const { facts, lengths } = JSON.parse(content.subarray(MAGIC.length, end).toString()) as StateHeader;
  return { facts, arrays: readArrays(content.subarray(end + 1), lengths) };
}

/** The error for a state that can't be gone on from. */
export function badState(path: string, what: string): CmscError {
  return new CmscError('data', 'BAD_STATE_FILE', what, {
    file: path,
    hint: 'give the --state-out of the run before, with the same options',
  });
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const [code, what] = missing
      ? (['NOT_FOUND', 'there is no such file'] as const)
      : (['READ_FAILED', `can't be read: ${(cause as Error).message}`] as const);
    throw new CmscError('io', code, what, { file: path, cause });
  }
}

function readArrays(bytes: Buffer, lengths: StateHeader['lengths']): StateContent['arrays'] {
  let at = 0;
  const arrays: StateContent['arrays'] = {};
  for (const [name, length] of Object.entries(lengths)) {
    // Copied, since a typed array wants its bytes at a multiple of four.
    const values = new Int32Array(length);
    bytesOf(values).set(bytes.subarray(at, at + 4 * length));
    arrays[name] = values;
    at += 4 * length;
  }
  return arrays;
}

/** The bytes of an array itself. All machines that Node runs on these days keep the lowest byte first. */
function bytesOf(values: Int32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
