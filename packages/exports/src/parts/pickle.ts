import { utf8 } from '@cmsc/core';
/** Opcodes of the pickle machine (PEP 307, pickletools): all that a list of strings needs. */
const PROTO = 0x80;
const EMPTY_LIST = 0x5d;
const MARK = 0x28;
const BINUNICODE = 0x58;
const APPENDS = 0x65;
const STOP = 0x2e;

/**
 * A list of strings as Python pickles it (protocol 2): `pickle.load` of Python 2.3 and later gives it back.
 *
 * @param names valid Unicode, each shorter than 4 GiB.
 */
export function pickleStrings(names: readonly string[]): Uint8Array {
  const texts = names.map((name) => utf8(name));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length + 5, 6));
  const view = new DataView(bytes.buffer);
  bytes.set([PROTO, 2, EMPTY_LIST, MARK]);
  let at = 4;
  for (const text of texts) {
    bytes[at] = BINUNICODE;
    view.setUint32(at + 1, text.length, true);
    bytes.set(text, at + 5);
    at += 5 + text.length;
  }
  bytes.set([APPENDS, STOP], at);
  return bytes;
}
