import { createHash } from 'node:crypto';
import { refuseContent, refusePacking, TELLING_BYTES } from './foreign-content.js';
import { isGzip } from './gzip-header.js';
import { Inflater } from './inflater.js';
import { throwIfInterrupted } from '@cmsc/core';
import { nameOfInput } from './places.js';
import { peekStored, readStored } from './read-stored.js';
import type { Packing, Unpacker } from './unpacker.js';
import { WasmInflater } from './wasm-inflater.js';
import { utf16Decoder, type Utf16Decoder } from './utf16-decoder.js';
import { CAN_UNPACK_ZSTD, ZstdUnpacker } from './zstd-unpacker.js';
import { isZstd } from './zstd-frames.js';

/** How a file is opened. */
export interface OpenOptions {
  /** Calls the reading off. */
  signal?: AbortSignal | undefined;
  /** Called with the number of stored bytes read so far, with every chunk. */
  onBytes?: (bytes: number) => void;
  /** Whether the SHA-256 is taken while reading (it is when absent). Costs about a second for 1.5 GB. */
  hash?: boolean | undefined;
  /** Whether UTF-16 is read, as UTF-8; it is refused when this is absent. */
  utf16?: boolean | undefined;
}

/** The text of a file, as it comes, and what is known of the file so far. A chunk is good until the next is asked for. */
export interface TextSource extends AsyncIterable<Uint8Array> {
  /** As it was given; `-` for standard input. */
  readonly path: string;
  /** Stored bytes read so far. */
  readonly bytes: number;
  /** SHA-256 of the file as it is stored, in hex; undefined before its end, and when it was not wanted. */
  readonly sha256: string | undefined;
  /** Whether it is written from a table: its columns were found by their names, and its rows are counted instead of its lines. */
  readonly isTable?: boolean;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const LF = 10;

/**
 * The text of a file, as bytes: unpacked when the file is gzip (or Zstandard, where Node has it: 22.15), which its content
 * says and not its name, and without a byte order mark. A chunk is good until the next is asked for. The file is opened by iterating, and closed at the end, at an error, and when the consumer stops.
 *
 * @example
 * const text = openBytes('auth.txt.gz');
 * let size = 0;
 * for await (const chunk of text) size += chunk.length;
 * console.log(text.bytes, size, text.sha256);
 */
export class OpenBytes implements TextSource {
  /** As it was given; `-` for standard input. */
  readonly path: string;
  /** Stored bytes read so far: compressed ones, if the file is. */
  bytes = 0;
  /** SHA-256 of the file as it is stored, in hex; undefined before its end, and when it was not wanted. */
  sha256: string | undefined;
  readonly #options: OpenOptions;

  constructor(path: string, options: OpenOptions) {
    this.path = path;
    this.#options = options;
  }

  /**
   * Opens the file and reads it, chunk by chunk.
   *
   * @throws CmscError NOT_FOUND, READ_FAILED (io); BAD_GZIP, GZIP_TRUNCATED, BAD_ZSTD, ZSTD_TRUNCATED, UNKNOWN_FORMAT (data); INTERRUPTED.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { signal, utf16 } = this.#options;
    for await (const chunk of textOf(this.#stored(), this.path, { utf16 })) {
      throwIfInterrupted(signal);
      yield chunk;
    }
  }

  /** The file as it is stored, counted and hashed. */
  async *#stored(): AsyncGenerator<Uint8Array> {
    const { signal, onBytes, hash = true } = this.#options;
    const sha256 = hash ? createHash('sha256') : undefined;
    for await (const chunk of readStored(this.path, signal)) {
      sha256?.update(chunk);
      this.bytes += chunk.length;
      onBytes?.(this.bytes);
      yield chunk;
    }
    this.sha256 = sha256?.digest('hex');
  }
}

/** Opens a file; {@link OpenBytes} says what comes out. */
export function openBytes(path: string, options: OpenOptions = {}): OpenBytes {
  return new OpenBytes(path, options);
}

/**
 * The first text of a file, which is there for its reader, too: what so many stored bytes unpack to.
 *
 * @throws CmscError as {@link OpenBytes} does, after the text before the error.
 */
export async function* peekText(
  path: string,
  leastBytes: number,
  { signal, utf16 }: Pick<OpenOptions, 'signal' | 'utf16'> = {},
): AsyncGenerator<Uint8Array> {
  const { head, isWhole } = await peekStored(path, leastBytes, signal);
  yield* textOf([head], path, { isWhole, utf16 });
}

/** Unpacked where it is packed, without a byte order mark, and nothing that is known to be something else. */
async function* textOf(
  stored: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  { isWhole = true, utf16 = false }: { isWhole?: boolean; utf16?: boolean | undefined } = {},
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  let packing: Packing | undefined;
  let decoder: Utf16Decoder | undefined;
  const text = unpacked(stored, path, isWhole, (found) => (packing = found));
  for await (const chunk of withTellingBytes(text)) {
    if (isFirst && utf16) decoder = utf16Decoder(chunk, path);
    if (isFirst && !decoder) refuseContent(chunk, path, packing);
    const decoded = decoder ? decoder.push(chunk) : chunk;
    const rows =
      isFirst && startsWith(decoded, BYTE_ORDER_MARK) ? decoded.subarray(BYTE_ORDER_MARK.length) : decoded;
    isFirst = false;
    if (rows.length > 0) yield rows;
  }
  if (isWhole) decoder?.end();
}

async function* unpacked(
  stored: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  isWhole: boolean,
  onPacked: (packing: Packing) => void,
): AsyncGenerator<Uint8Array> {
  let unpacker: Unpacker | undefined;
  let isFirst = true;
  try {
    for await (const chunk of withTellingBytes(stored)) {
      if (isFirst) {
        isFirst = false;
        unpacker = unpackerFor(chunk, nameOfInput(path));
        if (unpacker) onPacked(unpacker.packing);
        else refusePacking(chunk, path);
      }
      if (unpacker) yield* unpacker.push(chunk);
      else yield chunk;
    }
    if (isWhole) await unpacker?.end();
  } finally {
    unpacker?.close();
  }
}

function unpackerFor(head: Uint8Array, file: string): Unpacker | undefined {
  if (isGzip(head)) return WasmInflater.start(file) ?? new Inflater(file);
  return CAN_UNPACK_ZSTD && head.length >= 4 && isZstd(head) ? new ZstdUnpacker(file) : undefined;
}

/** The same bytes, the first chunk long enough to be recognised, or a line: a pipe may deliver byte by byte. */
async function* withTellingBytes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
    if (head.length < TELLING_BYTES && (head.length < 4 || head.indexOf(LF) < 0))
      head = Uint8Array.from(head);
    else {
      yield head;
      head = undefined;
    }
  }
  if (head && head.length > 0) yield head;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
