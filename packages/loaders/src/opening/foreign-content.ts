import { CmscError } from '@cmsc/core';
import { nameOfInput, STDIN } from './places.js';
import type { Packing } from './unpacker.js';
import { utf16Order } from './utf16-decoder.js';

/** What stands in a hint for the command that is to read a pipe. */
export const WAY_IN = 'cmsc … -';

/** Most bytes that are needed to tell what a file is, when it is no text: a tar archive says so at its byte 257. */
export const TELLING_BYTES = 512;

/** How a file can be packed, where it is not gzip, and what unpacks it into a pipe. */
const PACKINGS: readonly { name: string; starts: readonly number[]; unpack: string; piped?: string }[] = [
  { name: 'zstd', starts: [0x28, 0xb5, 0x2f, 0xfd], unpack: 'zstd -dc' },
  { name: 'xz', starts: [0xfd, 0x37, 0x7a, 0x58], unpack: 'xzcat' },
  { name: 'zip', starts: [0x50, 0x4b, 0x03, 0x04], unpack: 'unzip -p', piped: 'funzip' },
  { name: 'zip', starts: [0x50, 0x4b, 0x05, 0x06], unpack: 'unzip -p', piped: 'funzip' },
  { name: 'bzip2', starts: [0x42, 0x5a, 0x68], unpack: 'bzcat' },
  { name: '7z', starts: [0x37, 0x7a, 0xbc, 0xaf], unpack: '7z x -so' },
  { name: 'rar', starts: [0x52, 0x61, 0x72, 0x21], unpack: 'unrar p -inul' },
  { name: 'lz4', starts: [0x04, 0x22, 0x4d, 0x18], unpack: 'lz4cat' },
  { name: 'lzip', starts: [0x4c, 0x5a, 0x49, 0x50], unpack: 'lzip -dc' },
  { name: 'compress', starts: [0x1f, 0x9d], unpack: 'zcat' },
];

/**
 * Refuses a file that is packed in another way than gzip.
 *
 * @param head its first bytes, as it is stored.
 * @throws CmscError UNKNOWN_FORMAT (io): to the reader it is a file that can't be opened.
 */
export function refusePacking(head: Uint8Array, path: string): void {
  const packing = PACKINGS.find(({ starts }) => startsWith(head, starts));
  if (packing === undefined) return;
  throw new CmscError('io', 'UNKNOWN_FORMAT', `the file is packed with ${packing.name}, not gzip`, {
    file: nameOfInput(path),
    hint: wayIn(readBy(path === STDIN ? (packing.piped ?? packing.unpack) : packing.unpack, path), path),
  });
}

const RECODE = 'iconv -f UTF-16 -t UTF-8';

/** What unpacks what is read here into a pipe. */
const UNPACK = { gzip: 'zcat', zstd: 'zstd -dc' };
const TAR = { gzip: 'tar -xzOf', zstd: 'tar --zstd -xOf', none: 'tar -xOf' };

/** A file that is something else. */
interface ForeignFile {
  path: string;
  /** How it is packed besides. */
  packing: Packing | undefined;
}

/** What is not text, or not text that has rows, by its first bytes: in words, and the way in. */
const CONTENTS: readonly { what: string; is(head: Uint8Array): boolean; hint(file: ForeignFile): string }[] =
  [
    {
      what: 'the file is packed with gzip twice',
      is: (head) => startsWith(head, [0x1f, 0x8b, 0x08]),
      hint: ({ path, packing = 'gzip' }) => wayIn(`${readBy(UNPACK[packing], path)} | zcat`, path),
    },
    {
      what: 'the file is a tar archive',
      is: (head) => textAt(head, 257, 5) === 'ustar',
      hint: ({ path, packing }) => wayIn(`${TAR[packing ?? 'none']} ${path}`, path),
    },
    {
      what: 'the file is a Parquet file, not text',
      is: (head) => textAt(head, 0, 4) === 'PAR1',
      hint: () => 'name the file itself: it can be read neither from a pipe nor packed',
    },
    {
      what: 'the file is a DuckDB database, not text',
      is: (head) => textAt(head, 8, 4) === 'DUCK',
      hint: () => 'name the file and its table: x.duckdb#auth; it can be read neither from a pipe nor packed',
    },
    {
      what: 'the file is an SQLite database, not text',
      is: (head) => textAt(head, 0, 6) === 'SQLite',
      hint: ({ path }) => `write its rows with sqlite3 -csv ${path} "SELECT …" into a pipe`,
    },
    {
      what: 'the file is a Windows event log as Windows keeps it',
      is: (head) => textAt(head, 0, 7) === 'ElfFile',
      hint: ({ path }) => wayIn(`evtx_dump -o jsonl ${path}`, path),
    },
    {
      what: 'the file is Windows events as XML',
      is: (head) => /^\s*(<\?xml[^>]*>\s*)?<Events?[\s>]/.test(textAt(head, 0, 256)),
      hint: () => 'export them as JSON: evtx_dump -o jsonl Security.evtx',
    },
    {
      what: 'the file is an HTML or XML page, not rows',
      is: (head) => /^\s*<[!?a-z]/i.test(textAt(head, 0, 64)),
      hint: () => 'perhaps the page of a download instead of its file: fetch the file again',
    },
    {
      what: 'the file is a pointer of Git LFS, not the data',
      is: (head) => textAt(head, 0, 23) === 'version https://git-lfs',
      hint: () => 'fetch the data with git lfs pull',
    },
    {
      what: 'the file is UTF-16, not UTF-8',
      is: (head) => utf16Order(head) !== undefined,
      hint: ({ path, packing }) =>
        wayIn(packing ? `${readBy(UNPACK[packing], path)} | ${RECODE}` : readBy(RECODE, path), path),
    },
  ];

/**
 * Refuses what can't be rows, by name.
 *
 * @param head the first bytes of the text, unpacked.
 * @param path where they are from.
 * @param packing how they were packed.
 * @throws CmscError UNKNOWN_FORMAT (data).
 */
export function refuseContent(head: Uint8Array, path: string, packing: Packing | undefined): void {
  const content = CONTENTS.find(({ is }) => is(head));
  if (content === undefined) return;
  const place = { file: nameOfInput(path), hint: content.hint({ path, packing }) };
  throw new CmscError('data', 'UNKNOWN_FORMAT', content.what, place);
}

/** A command that reads a file; standard input it reads by itself. */
function readBy(command: string, path: string): string {
  return path === STDIN ? command : `${command} ${path}`;
}

/** How a file gets into a pipe that a command reads; which command, knows whoever reads the file. */
function wayIn(unpack: string, path: string): string {
  return `unpack it into a pipe: ${path === STDIN ? '… | ' : ''}${unpack} | ${WAY_IN}`;
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
