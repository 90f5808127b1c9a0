import { openWholeFile, pour } from '@cmsc/files';

const PIECE_CHARACTERS = 1 << 18;

/**
 * Writes objects as JSON, one a line.
 *
 * @returns the number of rows.
 * @throws CmscError as `openWholeFile` and its sink do.
 */
export async function writeJsonLines(path: string, rows: Iterable<object>): Promise<number> {
  let count = 0;
  function* pieces(): Generator<Buffer> {
    let text = '';
    for (const row of rows) {
      text += `${JSON.stringify(row)}\n`;
      count++;
      if (text.length <= PIECE_CHARACTERS) continue;
      yield Buffer.from(text);
      text = '';
    }
    yield Buffer.from(text);
  }
  await pour(pieces(), await openWholeFile(path));
  return count;
}
