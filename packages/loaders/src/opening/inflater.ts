import { createGunzip, type ZlibOptions } from 'node:zlib';
import { cutOff, damaged, type Unpacker } from './unpacker.js';
import { STREAM_OPTIONS, ZlibStream } from './zlib-stream.js';

/** What zlib says about bytes that do not begin a member. */
const NO_HEADER = 'incorrect header check';

/**
 * Inflates a gzip file of any number of members, chunk by chunk, and is strict about its end. Node's own stream is not: it loses the
 * last bytes before an error, and ignores all that follows a zero byte behind a member.
 */
export class Inflater implements Unpacker {
  readonly packing = 'gzip';
  readonly #gunzip = new ZlibStream(createGunzip(STREAM_OPTIONS as ZlibOptions));
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async *push(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    if (this.#hasEnded) this.#gunzip.pass(chunk.length);
    else yield* this.#gunzip.unpack(chunk);
    this.#refuseFailure();
    const untaken = Math.min(this.#gunzip.untakenBytes, chunk.length);
    if (chunk.subarray(chunk.length - untaken).some((byte) => byte !== 0)) throw damaged('gzip', this.#file);
  }

  async end(): Promise<void> {
    if (this.#hasEnded) return;
    // zlib does not say whether it stands behind a member. A zero byte tells: there, and only there, it is not taken.
    // What it inflates to elsewhere is none of the file.
    const probe = this.#gunzip.unpack(Uint8Array.of(0));
    while (!(await probe.next()).done);
    const { failure } = this.#gunzip;
    if (failure?.message === NO_HEADER) this.#refuseFailure();
    if (!this.#hasEnded || failure) throw cutOff('gzip', this.#file);
  }

  close(): void {
    this.#gunzip.close();
  }

  /** Whether zlib has met a zero byte behind a member; it takes no more then. Between two chunks only. */
  get #hasEnded(): boolean {
    return this.#gunzip.untakenBytes > 0;
  }

  #refuseFailure(): void {
    const { failure } = this.#gunzip;
    if (failure?.message === NO_HEADER) throw damaged('gzip', this.#file);
    if (failure) throw damaged('gzip', this.#file, failure);
  }
}
