import { openWholeFile } from '@cmsc/files';

const FLUSH_CHARACTERS = 1 << 18;

/**
 * Writes objects as JSON, one a line.
 *
 * @returns the number of rows.
 * @throws CmscError as `openWholeFile` and its sink do.
 */
export async function writeJsonLines(
  path: string,
  rows: Iterable<object> | AsyncIterable<object>,
): Promise<number> {
  const sink = await openWholeFile(path);
  let count = 0;
  let text = '';
  try {
    for await (const row of rows) {
      text += `${JSON.stringify(row)}\n`;
      count++;
      if (text.length <= FLUSH_CHARACTERS) continue;
      await sink.write(Buffer.from(text));
      text = '';
    }
    await sink.write(Buffer.from(text));
    await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return count;
}
