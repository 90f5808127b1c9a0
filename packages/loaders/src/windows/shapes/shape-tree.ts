const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const FIRST_NOT_ASCII = 128;

/** Most digits of a number that is read by its bytes: of more, some could be lost. */
const MOST_DIGITS = 15;

/** What may follow a backslash, without those that stand for any character: `"\/bfnrt`. */
const ESCAPED = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));

/** 1 for each byte that a text of ASCII can't go on with just so. */
const SPECIAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === QUOTE || byte === BACKSLASH || byte < FIRST_PRINTABLE || byte >= FIRST_NOT_ASCII ? 1 : 0,
);

/** What follows a stretch of bytes that is fixed: a text up to its quote, a number, or nothing. */
type SlotKind = 'text' | 'number' | 'end';

/** A stretch of a row that is the same in all rows of a shape, and what follows it. */
export interface Stretch {
  bytes: Uint8Array;
  next: SlotKind;
}

interface Node<Shape> extends Stretch {
  /** Its bytes, four at a time; those that are left over are behind them. */
  words: Int32Array;
  children: Node<Shape>[];
  /** At the end of a row. */
  shape: Shape | undefined;
}

/**
 * Shapes of rows of JSON: all that is not a value which may be another, byte by byte. A row that has the shape of one that JSON.parse has read
 * differs from it in nothing but the characters of some texts and the digits of some numbers, so it is as good as read itself.
 */
export class ShapeTree<Shape> {
  readonly #roots: Node<Shape>[] = [];
  /** Where the values of the row that was matched last begin and end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Whether it has characters of more than one byte in them, which nobody has looked at. */
  isAscii = true;

  #viewed: Uint8Array | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @param mostSlots most values of a shape. */
  constructor(mostSlots: number) {
    this.starts = new Int32Array(mostSlots);
    this.ends = new Int32Array(mostSlots);
  }

  /** Adds a shape, by the stretches that its rows have, the last of which is followed by nothing. */
  add(stretches: readonly Stretch[], shape: Shape): void {
    let nodes = this.#roots;
    for (const stretch of stretches) {
      let node = nodes.find(
        (one) => one.next === stretch.next && Buffer.compare(one.bytes, stretch.bytes) === 0,
      );
      if (!node) nodes.push((node = nodeOf(stretch)));
      nodes = node.children;
      if (stretch.next === 'end') node.shape = shape;
    }
  }

  /** The shape of a row; undefined when it has none that is known. */
  match(bytes: Uint8Array, start: number, end: number): Shape | undefined {
    const view = this.#viewOf(bytes);
    this.isAscii = true;
    let nodes = this.#roots;
    for (let at = start, slot = 0; ; slot++) {
      const node = nodeAt(nodes, view, at, end);
      if (!node) return undefined;
      at += node.bytes.length;
      if (node.next === 'end') return at === end ? node.shape : undefined;
      this.starts[slot] = at;
      at = node.next === 'text' ? this.#endOfText(bytes, at, end) : endOfNumber(bytes, at, end);
      if (at < 0) return undefined;
      this.ends[slot] = at;
      ({ children: nodes } = node);
    }
  }

  #viewOf(bytes: Uint8Array): DataView {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }

  /** Where the text is at its end; -1 for what is none, or has to be looked at more closely. */
  #endOfText(bytes: Uint8Array, at: number, end: number): number {
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (SPECIAL[byte] === 0) continue;
      if (byte === QUOTE) return at;
      if (byte >= FIRST_NOT_ASCII) this.isAscii = false;
      else if (byte < FIRST_PRINTABLE || !ESCAPED.has(bytes[++at]!)) return -1;
    }
    return -1;
  }
}

function nodeOf<Shape>(stretch: Stretch): Node<Shape> {
  const { length } = stretch.bytes;
  const view = new DataView(stretch.bytes.buffer);
  const words = Int32Array.from({ length: length >> 2 }, (_, word) => view.getInt32(word * 4, true));
  return { ...stretch, words, children: [], shape: undefined };
}

function nodeAt<Shape>(
  nodes: readonly Node<Shape>[],
  view: DataView,
  at: number,
  end: number,
): Node<Shape> | undefined {
  for (let n = 0; n < nodes.length; n++) {
    const node = nodes[n]!;
    if (at + node.bytes.length <= end && isAt(node.words, node.bytes, view, at)) return node;
  }
  return undefined;
}

/** Whether bytes are at a place, which has room for them. */
function isAt(words: Int32Array, bytes: Uint8Array, view: DataView, at: number): boolean {
  for (let n = 0; n < words.length; n++) if (words[n] !== view.getInt32(at + n * 4, true)) return false;
  for (let n = words.length * 4; n < bytes.length; n++) if (bytes[n] !== view.getUint8(at + n)) return false;
  return true;
}

/** Where the number is at its end; -1 for what is none, is too long, or has an exponent. */
function endOfNumber(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === MINUS) at++;
  const digits = endOfDigits(bytes, at, end);
  const isNumber = digits > at && digits - at <= MOST_DIGITS && (bytes[at] !== ZERO || digits === at + 1);
  if (!isNumber) return -1;
  if (bytes[digits] !== POINT || digits === end) return digits;
  const fraction = endOfDigits(bytes, digits + 1, end);
  return fraction > digits + 1 ? fraction : -1;
}

function endOfDigits(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
  return at;
}
