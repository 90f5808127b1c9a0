import * as zlib from 'node:zlib';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Choices } from './choices.js';
import { mutate } from './mutate.js';

/** A file that is damaged. */
export interface DamagedFile {
  bytes: Buffer;
  /** Its rows, where it was damaged before it was packed: what the command should find in it. */
  text?: Buffer;
  /** What has to be said of how it is written. */
  flags: readonly string[];
}

/** Beginnings of files that are packed in ways that are not read, or are no text. */
const FOREIGN = [
  'BZh91AY&SY',
  '\u00fd7zXZ\0',
  '\u0028\u00b5\u002f\u00fd',
  'PK\u0003\u0004',
  'PAR1',
  '<!doctype html>\n',
];

/** A file in one of the ways in which rows may be written and packed, with some changes, before it is packed or after. */
export function damagedFile(whole: Buffer, choices: Choices): DamagedFile {
  const { text, flags } = written(whole.toString('latin1'), choices);
  const plain = Buffer.from(text, 'latin1');
  const changes = 1 + choices.below(choices.of([1, 3, 40]));
  const damaged = (bytes: Buffer) => mutate(bytes, changes, choices.random);
  switch (choices.below(16)) {
    case 0:
    case 1:
      return { bytes: damaged(inMembers(plain, choices)), flags };
    case 2:
      return { bytes: cutOff(inMembers(plain, choices), choices), flags };
    case 3:
      return { bytes: Buffer.concat([inMembers(plain, choices), damaged(plain)]), flags };
    case 4:
      return { bytes: foreign(plain, choices), flags };
    case 5:
    case 6: {
      const rows = damaged(plain);
      return { bytes: inMembers(rows, choices), text: rows, flags };
    }
    default: {
      const rows = choices.below(8) === 0 ? cutOff(plain, choices) : damaged(plain);
      return { bytes: rows, text: rows, flags };
    }
  }
}

/** Gzip in one member or in several, some without content. */
function inMembers(bytes: Buffer, choices: Choices): Buffer {
  const ends = Array.from({ length: choices.below(4) }, () => choices.below(bytes.length + 1));
  const borders = [0, ...ends.sort((a, b) => a - b), bytes.length];
  const parts = borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
  return Buffer.concat(parts.map((part) => gzipSync(part, { level: 1 })));
}

function cutOff(bytes: Buffer, choices: Choices): Buffer {
  return bytes.subarray(0, choices.below(bytes.length));
}

/** Older Node has no zstd, and its types neither. */
const { zstdCompressSync: zstd = gzipSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };

/** What can't be read, all of it or behind its beginning. */
function foreign(plain: Buffer, choices: Choices): Buffer {
  const packed = [gzipSync(gzipSync(plain)), deflateSync(plain), zstd(plain)];
  const begun = FOREIGN.map((beginning) => Buffer.concat([Buffer.from(beginning, 'latin1'), plain]));
  return choices.of([...packed, ...begun]);
}

/** The same rows with quotes, other delimiters and line ends, a header. */
function written(text: string, choices: Choices): { text: string; flags: readonly string[] } {
  switch (choices.below(12)) {
    case 0:
      return { text: text.replaceAll(/[^,\n]+/g, '"$&"'), flags: [] };
    case 1:
      return { text: text.replaceAll(',', ';'), flags: ['--delimiter', ';'] };
    case 2:
      return {
        text: `time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result\n${text}`,
        flags: ['--header'],
      };
    case 3:
      return { text: `\u00ef\u00bb\u00bf${text.replaceAll('\n', '\r\n')}`, flags: [] };
    case 4:
      return { text: Buffer.from(text, 'utf16le').toString('latin1'), flags: [] };
    default:
      return { text, flags: [] };
  }
}
