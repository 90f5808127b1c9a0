import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import type { ClickHouseConfig } from './config.js';
import { engineError, isPassing, noAnswer } from './engine-errors.js';
import { parseRows, type SmallValue } from './small-rows.js';

const FIRST_PAUSE_MILLISECONDS = 250;

/** What went over the wire between this process and a node, and what the node needed. */
export interface NodeTraffic {
  /** Bytes of results. */
  bytesReceived: number;
  /** Bytes of rows that were inserted. */
  bytesSent: number;
  /** The most memory that one of our statements took, as far as the node has told: reads keep it to the query log. */
  peakMemoryBytes: number;
}

/** One node, through its HTTP interface. All its errors are CmscErrors that name it. */
export class ClickHouseNode {
  /** `host:port`, as messages name it. */
  readonly name: string;
  /** Sums since the connection was made; they go up with every statement. */
  readonly traffic: NodeTraffic = { bytesReceived: 0, bytesSent: 0, peakMemoryBytes: 0 };
  readonly #client: ClickHouseClient;
  readonly #config: ClickHouseConfig;

  /** `mark` goes into the node's query log with every query (`log_comment`). */
  constructor(url: string, config: ClickHouseConfig, mark: string) {
    this.name = new URL(url).host;
    this.#config = config;
    const { user = 'default', password = '', tls, timeoutSeconds = 3600, settings } = config;
    this.#client = createClient({
      url,
      username: user,
      password,
      request_timeout: timeoutSeconds * 1000,
      keep_alive: { idle_socket_ttl: 1500 },
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: { ...settings, ...WHOLE_RESULTS, log_comment: mark },
      ...(tls && { tls: toClientTls(tls) }),
    });
  }

  /**
   * The rows of a small result. Safe to repeat, and repeated when the node does not answer.
   *
   * @param sql what is asked.
   * @param like a row of the same kinds of values, which all rows have to be of.
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async rows<Row extends SmallValue[]>(sql: string, like: Row): Promise<Row[]> {
    const text = await this.#repeatedly(async () => {
      const result = await this.#client.query({
        query: sql,
        format: 'JSONCompactEachRow',
        clickhouse_settings: { wait_end_of_query: 1, output_format_json_quote_64bit_integers: 0 },
        ...this.#abort(),
      });
      return result.text();
    });
    this.traffic.bytesReceived += Buffer.byteLength(text);
    try {
      return parseRows(text, like);
    } catch (error) {
      throw noAnswer(this.name, error);
    }
  }

  /**
   * The only row of a result that has one, as that of an aggregate.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async row<Row extends SmallValue[]>(sql: string, like: Row): Promise<Row> {
    const [row, ...more] = await this.rows(sql, like);
    if (row === undefined || more.length > 0) throw noAnswer(this.name, undefined);
    return row;
  }

  /**
   * Carries out a statement that may be carried out twice, such as CREATE TABLE IF NOT EXISTS.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async define(sql: string, settings: ClickHouseSettings = {}): Promise<void> {
    // Not called off half-way: it is short, and it has to be known whether it was done.
    const query = { query: sql, clickhouse_settings: settings };
    await this.#repeatedly(() => {
      this.#abort();
      return this.#client.command(query);
    });
  }

  /**
   * Carries out a statement once, such as INSERT … SELECT.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async run(sql: string, settings: ClickHouseSettings = {}): Promise<void> {
    try {
      const query = {
        query: sql,
        clickhouse_settings: { ...WHOLE_INSERTS, ...settings, wait_end_of_query: 1 as const },
      };
      const { summary } = await this.#client.command({ ...query, ...this.#abort() });
      this.#noteMemory(summary);
    } catch (error) {
      throw engineError(this.name, error, this.#config.signal);
    }
  }

  /**
   * Carries out a clean-up, also after the run was called off. It is tried once and never throws: what it leaves
   * behind does no harm.
   */
  async tidy(sql: string): Promise<void> {
    await this.#client.command({ query: sql }).catch(() => undefined);
  }

  /**
   * Inserts bytes in the format that `sql` ends with. Whatever ends it, `bytes` is closed.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED, or what `bytes` has failed with.
   */
  async insert(sql: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    let failure: unknown;
    const values = Readable.from(
      this.#sent(bytes, (error) => (failure = error)),
      { objectMode: false },
    );
    try {
      const query = { query: sql, values, clickhouse_settings: WHOLE_INSERTS };
      const { stream, summary } = await this.#client.exec({ ...query, ...this.#abort() });
      this.#noteMemory(summary);
      for await (const chunk of stream) this.traffic.bytesReceived += (chunk as Buffer).length;
    } catch (error) {
      if (failure !== undefined) throw failure;
      throw engineError(this.name, error, this.#config.signal);
    } finally {
      values.destroy();
    }
  }

  async *#sent(bytes: AsyncIterable<Buffer>, onError: (error: unknown) => void): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of bytes) {
        this.traffic.bytesSent += chunk.length;
        this.#abort();
        yield chunk;
      }
    } catch (error) {
      onError(error);
      throw error;
    }
  }

  /**
   * The bytes of a large result, as they come. A node that fails on the way may end them early without a word: count
   * what came.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async *stream(sql: string, settings: ClickHouseSettings = {}): AsyncGenerator<Buffer> {
    const query = { query: sql, clickhouse_settings: settings };
    const { stream } = await this.#repeatedly(() => this.#client.exec({ ...query, ...this.#abort() }));
    try {
      for await (const chunk of stream) {
        this.traffic.bytesReceived += (chunk as Buffer).length;
        this.#abort();
        yield chunk as Buffer;
      }
    } catch (error) {
      throw engineError(this.name, error, this.#config.signal);
    } finally {
      stream.destroy();
    }
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.#client.close();
  }

  async #repeatedly<T>(task: () => Promise<T>): Promise<T> {
    const { retries = 2, signal, onDebug } = this.#config;
    for (let attempt = 0; ; attempt++) {
      try {
        return await task();
      } catch (error) {
        if (attempt >= retries || signal?.aborted || !isPassing(error))
          throw engineError(this.name, error, signal);
        onDebug?.(`${this.name} did not answer, trying again: ${(error as Error).message.split('\n')[0]}`);
        await wait(FIRST_PAUSE_MILLISECONDS * 2 ** attempt);
      }
    }
  }

  /** @throws CmscError INTERRUPTED when everything was called off: the client sees no signal that was given before. */
  #abort(): { abort_signal?: AbortSignal } {
    const { signal } = this.#config;
    if (signal?.aborted) throw engineError(this.name, signal.reason, signal);
    return signal ? { abort_signal: signal } : {};
  }

  #noteMemory(summary: object | undefined): void {
    const { memory_usage: memory = 0 } = (summary ?? {}) as { memory_usage?: string | number };
    this.traffic.peakMemoryBytes = Math.max(this.traffic.peakMemoryBytes, Number(memory));
  }
}

function toClientTls({ ca, certificate, key }: NonNullable<ClickHouseConfig['tls']>) {
  return certificate && key ? { ca_cert: ca, cert: certificate, key } : { ca_cert: ca };
}

/**
 * What every query asks for, whatever the user's profile says: never a part of the data in the place of all of it.
 * A profile may let limits cut results off (`break`), leave dead shards out, or answer from a cache.
 */
const WHOLE_RESULTS: ClickHouseSettings = {
  skip_unavailable_shards: 0,
  read_overflow_mode: 'throw',
  group_by_overflow_mode: 'throw',
  sort_overflow_mode: 'throw',
  result_overflow_mode: 'throw',
  timeout_overflow_mode: 'throw',
  set_overflow_mode: 'throw',
  join_overflow_mode: 'throw',
  transfer_overflow_mode: 'throw',
  distinct_overflow_mode: 'throw',
  use_query_cache: 0,
};

/** An insert is done when it has come back: nothing stays in a queue, on this node or between nodes. */
const WHOLE_INSERTS: ClickHouseSettings = {
  async_insert: 0,
  distributed_foreground_insert: 1,
};
