import { CmscError } from '@cmsc/core';

/** Unpacks a file chunk by chunk. */
export interface Unpacker {
  readonly packing: Packing;
  /**
   * What this chunk unpacks to.
   *
   * @throws CmscError BAD_GZIP, BAD_ZSTD (data) for damaged data, and for what is not packed behind data that is.
   */
  push(chunk: Uint8Array): AsyncGenerator<Uint8Array>;
  /**
   * Checks that the file was complete.
   *
   * @throws CmscError GZIP_TRUNCATED, ZSTD_TRUNCATED (data) when it is cut off; as {@link push} does.
   */
  end(): Promise<void>;
  /** Frees its memory. */
  close(): void;
}

const CODES = {
  gzip: { bad: 'BAD_GZIP', truncated: 'GZIP_TRUNCATED' },
  zstd: { bad: 'BAD_ZSTD', truncated: 'ZSTD_TRUNCATED' },
} as const;

/** How a file is packed that can be read. */
export type Packing = keyof typeof CODES;

/** The error of a packed file that ends before its data does. */
export function cutOff(packing: Packing, file: string): CmscError {
  return new CmscError('data', CODES[packing].truncated, `the ${packing} data is cut off`, {
    file,
    hint: 'fetch the file again, it is not complete',
  });
}

/** The error of a packed file that is damaged: what zlib says, or nothing where something else follows the data. */
export function damaged(packing: Packing, file: string, cause?: Error): CmscError {
  const what = cause
    ? `the ${packing} data is damaged, ${cause.message}`
    : `something that is not ${packing} follows the ${packing} data`;
  return new CmscError('data', CODES[packing].bad, what, {
    file,
    hint: 'fetch the file again',
    ...(cause && { cause }),
  });
}
