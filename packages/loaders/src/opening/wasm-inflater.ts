import { startWasm, type WasmGlobal } from '../wasm/start-wasm.js';
import { GzipHeader, type BadHeader } from './gzip-header.js';
import { cutOff, damaged, type Unpacker } from './unpacker.js';

/** What assembly/inflate/index.ts exports. */
interface InflateExports {
  readonly input: WasmGlobal;
  readonly inputBytes: WasmGlobal;
  readonly next: WasmGlobal;
  readonly begin: WasmGlobal;
  readonly end: WasmGlobal;
  readonly memberBytes: WasmGlobal;
  start(): void;
  taken(): void;
  inflate(from: number, to: number): number;
  sum(): number;
}

/** What inflating stops for, by the numbers of assembly/inflate/status.ts. */
const OUTPUT_FULL = 0;
const END = 2;
/** What is wrong with the data, in zlib's words. */
const FAILURES: Readonly<Record<number, string>> = {
  3: 'invalid block type',
  4: 'invalid stored block lengths',
  5: 'too many length or distance symbols',
  6: 'invalid code lengths set',
  7: 'invalid bit length repeat',
  8: 'invalid code -- missing end-of-block',
  9: 'invalid literal/lengths set',
  10: 'invalid distances set',
  11: 'invalid literal/length code',
  12: 'invalid distance code',
  13: 'invalid distance too far back',
};

/** The CRC-32 and the length behind the data of a member. */
const SUM_BYTES = 4;
const TRAILER_BYTES = 8;

/**
 * Inflates a gzip file of any number of members in wasm, in this thread, and in two thirds of the time that zlib takes. Text and errors are those of
 * the inflater that goes by zlib (inflater.ts).
 */
export class WasmInflater implements Unpacker {
  readonly packing = 'gzip';
  readonly #file: string;
  readonly #exports: InflateExports;
  readonly #memory: Uint8Array;
  readonly #input: number;
  /** The stored bytes in memory that were not taken yet. */
  #from: number;
  #to: number;
  #place: 'header' | 'data' | 'trailer' | 'behind' | 'padding' = 'header';
  #header = new GzipHeader();

  private constructor(file: string, exports: InflateExports, memory: Uint8Array) {
    this.#file = file;
    this.#exports = exports;
    this.#memory = memory;
    this.#input = exports.input.value >>> 0;
    this.#from = this.#input;
    this.#to = this.#input;
  }

  /** An inflater for a file, as messages name it; undefined where there is no WebAssembly. */
  static start(file: string): WasmInflater | undefined {
    const started = startWasm<InflateExports>('opening/inflate.wasm');
    return started && new WasmInflater(file, started.exports, new Uint8Array(started.memory.buffer));
  }

  async *push(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let failure: { error: unknown } | undefined;
    try {
      for (let at = 0; at < chunk.length;) {
        at += this.#fill(chunk.subarray(at));
        yield* this.#unpack();
      }
    } catch (error) {
      failure = { error };
    }
    yield* this.#takeText();
    if (failure) throw failure.error;
  }

  async end(): Promise<void> {
    if (this.#place === 'behind' || this.#place === 'padding') return;
    // One byte alone can't be told from what is no header.
    if (this.#place === 'header' && this.#header.bytes === 1) throw damaged('gzip', this.#file);
    throw cutOff('gzip', this.#file);
  }

  close(): void {}

  /** Puts stored bytes behind those that were not taken yet, as many as fit. */
  #fill(chunk: Uint8Array): number {
    this.#memory.copyWithin(this.#input, this.#from, this.#to);
    this.#to -= this.#from - this.#input;
    this.#from = this.#input;
    const room = this.#input + this.#exports.inputBytes.value - this.#to;
    const piece = chunk.subarray(0, room);
    this.#memory.set(piece, this.#to);
    this.#to += piece.length;
    return piece.length;
  }

  /** The text of what is in memory; up to eight bytes, or the beginning of a block, stay there. */
  *#unpack(): Generator<Uint8Array> {
    while (this.#from < this.#to) {
      if (this.#place === 'data') {
        const status = yield* this.#inflate();
        if (status !== END) return;
        this.#place = 'trailer';
      } else if (this.#place === 'trailer') {
        if (!this.#readTrailer()) return;
        this.#place = 'behind';
      } else this.#readBetween();
    }
  }

  *#inflate(): Generator<Uint8Array, number> {
    for (;;) {
      const status = this.#exports.inflate(this.#from, this.#to);
      this.#from = this.#exports.next.value >>> 0;
      const failure = FAILURES[status];
      if (failure !== undefined) this.#refuse(new Error(failure));
      if (status !== OUTPUT_FULL) return status;
      yield* this.#takeText();
    }
  }

  /** The text that there is: when there is no room for more, at the end of a chunk, or before an error. */
  *#takeText(): Generator<Uint8Array> {
    const text = this.#memory.subarray(this.#exports.begin.value >>> 0, this.#exports.end.value >>> 0);
    if (text.length > 0) yield text;
    this.#exports.taken();
  }

  /** Returns whether all of it is there, and right. */
  #readTrailer(): boolean {
    const bytes = Buffer.from(this.#memory.buffer, this.#from, this.#to - this.#from);
    if (bytes.length < SUM_BYTES) return false;
    if (bytes.readUInt32LE() !== this.#exports.sum() >>> 0) this.#refuse(new Error('incorrect data check'));
    if (bytes.length < TRAILER_BYTES) return false;
    if (bytes.readUInt32LE(SUM_BYTES) !== this.#exports.memberBytes.value >>> 0)
      this.#refuse(new Error('incorrect length check'));
    this.#from += TRAILER_BYTES;
    return true;
  }

  /** Takes bytes that are not of a member's data: a header, or zeros behind the last member. */
  #readBetween(): void {
    if (this.#place === 'padding') {
      if (this.#memory.subarray(this.#from, this.#to).some((byte) => byte !== 0)) this.#refuse();
      this.#from = this.#to;
      return;
    }
    const byte = this.#memory[this.#from]!;
    if (this.#place === 'behind') {
      this.#place = byte === 0 ? 'padding' : 'header';
      this.#header = new GzipHeader();
      return;
    }
    this.#from++;
    if (!this.#isHeaderWhole(byte)) return;
    this.#exports.start();
    this.#place = 'data';
  }

  #isHeaderWhole(byte: number): boolean {
    try {
      return this.#header.take(byte);
    } catch (error) {
      return this.#refuse((error as BadHeader).isForeign ? undefined : (error as BadHeader));
    }
  }

  #refuse(cause?: Error): never {
    throw damaged('gzip', this.#file, cause);
  }
}
