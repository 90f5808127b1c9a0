import { openAtomicFile, type ByteSink } from '@cmsc/store';

const FLUSH_CHARACTERS = 1 << 18;

/** Writes objects as JSON, one a line, into a file that is complete or absent. */
class JsonLines {
  rows = 0;
  readonly #sink: ByteSink;
  #text = '';

  private constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Opens the file. */
  static async open(path: string, options: { force?: boolean }): Promise<JsonLines> {
    return new JsonLines(await openAtomicFile(path, options));
  }

  async write(row: object): Promise<void> {
    this.#text += `${JSON.stringify(row)}\n`;
    this.rows++;
    if (this.#text.length > FLUSH_CHARACTERS) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#sink.finish();
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#sink.write(Buffer.from(text));
  }
}

/** Writes all rows into a file, and gives their number. */
export async function writeJsonLines(
  path: string,
  rows: Iterable<object> | AsyncIterable<object>,
  options: { force?: boolean },
): Promise<number> {
  const lines = await JsonLines.open(path, options);
  try {
    for await (const row of rows) await lines.write(row);
    await lines.finish();
  } catch (error) {
    await lines.abort();
    throw error;
  }
  return lines.rows;
}
