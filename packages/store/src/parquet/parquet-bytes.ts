import { sqlLiteral } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readFile, rm } from 'node:fs/promises';
import { Engine, engineFailed, type EngineOptions } from '../duckdb/engine.js';
import { GROUP_ROWS, RowGroup, rowGroups } from '../duckdb/row-group.js';
import type { KeyTexts } from '../key-texts.js';
import type { TableBatches, TableSpec } from '../table.js';
import { ParquetFooter } from './parquet-footer.js';

/** Row groups that are written at the same time, at most: with more of them this process could not keep up. */
const MOST_LANES = 3;

/**
 * Level of zstd. On sessions level 1 takes half the time of DuckDB's level 3, and 3 % more bytes.
 */
const ZSTD_LEVEL = 1;

/** What a Parquet file begins and ends with. */
const MARK = Buffer.from('PAR1');

/** Bytes behind the footer: its length, and the mark. */
const TAIL_BYTES = 8;

/** What a Parquet file is made of, besides its rows. */
export interface ParquetParts {
  spec: TableSpec;
  keys: KeyTexts;
  /** The path to name in errors. */
  given: string;
  /** For row groups that wait to be put together. */
  scratch: ScratchFolder;
  /** Row groups that are made at the same time. */
  threads: number;
  engine: EngineOptions;
  /** Key-value metadata, asked for when all rows are there. */
  metadata?: (() => Readonly<Record<string, string>>) | undefined;
}

/**
 * Rows as the bytes of a Parquet file, in constant memory. DuckDB makes a small file of each row group, several at a time,
 * each in one thread, so that the bytes are the same for any number of them; the files are put together, row group after
 * row group, without touching their pages.
 *
 * @throws CmscError ENGINE_FAILED where there is no DuckDB for this machine, WRITE_FAILED naming the cause; what the rows throw.
 */
export async function* parquetBytes(batches: TableBatches, parts: ParquetParts): AsyncGenerator<Buffer> {
  const footer = new ParquetFooter();
  let pageBytes = 0;
  yield MARK;
  for await (const file of groupFiles(batches, parts)) {
    const end = file.length - TAIL_BYTES;
    const pages = file.subarray(MARK.length, end - file.readUInt32LE(end));
    footer.add(file.subarray(MARK.length + pages.length, end), pageBytes);
    pageBytes += pages.length;
    yield pages;
  }
  const bytes = footer.bytes(parts.metadata?.());
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  yield Buffer.concat([bytes, length, MARK]);
}

/** A small Parquet file of each row group, in their order. */
async function* groupFiles(
  batches: TableBatches,
  { spec, keys, given, scratch, threads, engine: options }: ParquetParts,
): AsyncGenerator<Buffer> {
  const engine = await Engine.open({ ...options, threads: 1 });
  /** Those that are being made. */
  const files: Promise<Buffer>[] = [];
  try {
    const lanes: DuckDBConnection[] = [];
    while (lanes.length < Math.min(threads, MOST_LANES)) lanes.push(await engine.connect());
    let number = 0;
    for await (const group of rowGroups(batches, keys, new RowGroup(engine, spec, keys))) {
      const path = scratch.file(`group-${number}`);
      const lane = lanes[number++ % lanes.length]!;
      const copy = group.handOver(() => lane.run(copyGroup(group.source, path)));
      const file = groupFile(copy, path).catch((error: unknown) => {
        throw engineFailed(given, error);
      });
      // Whoever awaits it is told; until then it must not count as unhandled.
      file.catch(() => undefined);
      files.push(file);
      if (files.length === lanes.length) yield await files.shift()!;
    }
    while (files.length > 0) yield await files.shift()!;
  } finally {
    await Promise.allSettled(files);
    engine.close();
  }
}

async function groupFile(copy: Promise<unknown>, path: string): Promise<Buffer> {
  await copy;
  const file = await readFile(path);
  await rm(path);
  return file;
}

function copyGroup(source: string, path: string): string {
  return `COPY (FROM ${source}()) TO ${sqlLiteral(path)} (FORMAT parquet, COMPRESSION zstd,
    COMPRESSION_LEVEL ${ZSTD_LEVEL}, ROW_GROUP_SIZE ${GROUP_ROWS}, USE_TMP_FILE false)`;
}
