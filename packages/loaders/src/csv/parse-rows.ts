import { isAscii } from 'node:buffer';
import { parse } from 'csv-parse/sync';

const CR = 13;
const QUOTE = 34;

/**
 * The fields of each row, by csv-parse.
 *
 * @param bytes whole rows that have passed the byte rules and the rules of quotes: with these csv-parse and {@link frameRow}
 * see the same rows. What csv-parse does by itself with others (a lone CR that ends the row, rows it drops) is not ours.
 */
export function parseRows(bytes: Uint8Array, delimiter: string): string[][] {
  const quote = bytes.indexOf(QUOTE) < 0 ? null : '"';
  return parse(bytes, {
    delimiter,
    quote,
    escape: quote,
    // Each alternative is tried at every byte: leave out those that cannot match.
    record_delimiter: bytes.indexOf(CR) < 0 ? ['\n'] : ['\n', '\r\n'],
    relax_column_count: true,
    encoding: isAscii(bytes) ? 'latin1' : 'utf8',
  });
}
