import { isGzip, openBytes, readStored } from '@cmsc/loaders';
import { tableKind } from '@cmsc/store';

/**
 * Refuses a file of scores that is something else, as readers of events do, and reads one that is packed to its end: DuckDB takes
 * what is left of a cut off one for all of it. What is called `.zst` it unpacks itself.
 *
 * @param file where its bytes are.
 * @param name what messages call it, and how it is opened: a stream that was copied has a name of its own.
 * @throws CmscError BAD_GZIP, GZIP_TRUNCATED, UNKNOWN_FORMAT (data); NOT_FOUND, READ_FAILED, UNKNOWN_FORMAT (io).
 */
export async function checkScoreFile(file: string, name = file, signal?: AbortSignal): Promise<void> {
  if ((await tableKind(file)) !== undefined || file.endsWith('.zst')) return;
  const isPacked = await isPackedFile(name, signal);
  const text = openBytes(name, { signal, hash: false })[Symbol.asyncIterator]();
  while (!(await text.next()).done) if (!isPacked) break;
  await text.return(undefined);
}

async function isPackedFile(name: string, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const chunk of readStored(name, signal)) return isGzip(chunk);
  return false;
}
