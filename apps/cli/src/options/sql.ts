import { CmscError } from '@cmsc/core';
import { readFailed } from '@cmsc/files';
import { createReadStream } from 'node:fs';
import { usageError } from './parsers.js';

/** Larger than any query, and smaller than what does not fit: a wrong file may have no end. */
const MOST_BYTES = 2 ** 24;

/**
 * The SQL that was given as an operand, or is in a file; `-` for either is standard input.
 *
 * @throws CmscError BAD_OPTION for none or two of them; NOT_FOUND, READ_FAILED; BAD_QUERY for what is no text.
 */
export async function readSql(operand: string | undefined, file: string | undefined): Promise<string> {
  if (operand !== undefined && file !== undefined)
    throw usageError('the SQL is an operand or in a --file, not both', undefined, 'leave one away');
  if (operand !== undefined && operand !== '-') return operand;
  const path = file ?? operand;
  if (path === undefined)
    throw usageError(
      'there is no SQL',
      undefined,
      'give it behind the database, in a file with -f, or with -',
    );
  const place = path === '-' ? 'standard input' : path;
  return textOf(await readBytes(path === '-' ? process.stdin : createReadStream(path), place), place);
}

async function readBytes(stream: AsyncIterable<Buffer>, place: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MOST_BYTES) break;
    }
  } catch (cause) {
    throw readFailed(place, cause);
  }
  if (bytes <= MOST_BYTES) return Buffer.concat(pieces);
  const hint = 'name a file of SQL';
  throw new CmscError('usage', 'BAD_QUERY', 'is too long for SQL: more than 16 MiB', { file: place, hint });
}

/**
 * The text without a byte order mark.
 *
 * @throws CmscError BAD_QUERY for bytes that are no UTF-8.
 */
function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const hint = 'save it as UTF-8';
    throw new CmscError('usage', 'BAD_QUERY', 'is no text in UTF-8', { file, hint, cause });
  }
}
