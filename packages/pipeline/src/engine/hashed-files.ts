import { ByteCounter } from '@cmsc/files';
import { readStored } from '@cmsc/loaders';

/** A file, told by what is in it. */
export interface HashedFile {
  path: string;
  /** Its size as it is stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hexadecimal. */
  sha256: string;
}

/**
 * An input with its hash: what tells whether a cluster has it already.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io); INTERRUPTED.
 */
export async function hashInput(path: string, signal: AbortSignal | undefined): Promise<HashedFile> {
  const counter = new ByteCounter();
  for await (const chunk of readStored(path, signal)) counter.add(chunk);
  return { path, ...counter.total() };
}
