import type { ByteSink, WrittenBytes } from '@cmsc/files';
import { ParquetFooter } from './parquet-footer.js';

/** What a Parquet file begins and ends with. */
const MARK = Buffer.from('PAR1');

/** Bytes behind the footer: its length, and the mark. */
const TAIL_BYTES = 8;

/** Puts Parquet files of one schema together to one, row group after row group, without touching their pages. */
export class ParquetFile {
  readonly #sink: ByteSink;
  readonly #footer = new ParquetFooter();
  #end = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /**
   * Appends the row groups of a whole Parquet file.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  async append(file: Buffer): Promise<void> {
    if (this.#end === 0) await this.#write(MARK);
    const end = file.length - TAIL_BYTES;
    const pages = file.subarray(MARK.length, end - file.readUInt32LE(end));
    this.#footer.add(file.subarray(MARK.length + pages.length, end), this.#end - MARK.length);
    await this.#write(pages);
  }

  /**
   * Writes the footer, and makes the file complete.
   *
   * @throws CmscError as the sink does.
   */
  async finish(): Promise<WrittenBytes> {
    const footer = this.#footer.bytes();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await this.#write(Buffer.concat([footer, length, MARK]));
    return this.#sink.finish();
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#sink.write(bytes);
    this.#end += bytes.length;
  }
}
