/**
 * Decompresses Zstandard (RFC 8878), for the test that reads our Parquet with a second reader: hyparquet brings no
 * zstd, nor does Node 20. Written to be short; it trusts its input and skips checksums.
 */
export function decompressZstd(input: Uint8Array): Uint8Array {
  const out: number[] = [];
  const descriptor = input[4]!;
  const single = (descriptor & 32) !== 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  let at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + sizeBytes;
  const state: FrameState = {
    huffman: undefined,
    tables: [undefined, undefined, undefined],
    offsets: [1, 4, 8],
  };
  for (let last = false; !last;) {
    const header = readLittleEndian(input, at, 3);
    const size = header >> 3;
    at += 3;
    last = (header & 1) === 1;
    const type = (header >> 1) & 3;
    if (type === 0) for (const byte of input.subarray(at, at + size)) out.push(byte);
    else if (type === 1) for (let i = 0; i < size; i++) out.push(input[at]!);
    else decodeBlock(input.subarray(at, at + size), state, out);
    at += type === 1 ? 1 : size;
  }
  return Uint8Array.from(out);
}

/** What a block takes over from the ones before it. */
interface FrameState {
  huffman: HuffmanTable | undefined;
  /** For literal lengths, offsets and match lengths. */
  tables: (FseTable | undefined)[];
  offsets: number[];
}

function readLittleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
}

/** Bits from the end of a stream to its start; the highest set bit of the last byte marks where they begin. */
class BackwardBits {
  /** Bits that are left; below 0 once more have been asked for than there were. */
  left: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.left = bytes.length * 8 - Math.clz32(bytes.at(-1)!) + 23;
  }

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.left--;
      const bit = this.left < 0 ? 0 : (this.#bytes[this.left >> 3]! >> (this.left & 7)) & 1;
      value = value * 2 + bit;
    }
    return value;
  }
}

/** For each state of an FSE decoder: its symbol, and how to get to the next state. */
interface FseTable {
  accuracy: number;
  states: { symbol: number; bits: number; base: number }[];
}

function buildFse(counts: readonly number[], accuracy: number): FseTable {
  const size = 1 << accuracy;
  const symbols = new Array<number>(size).fill(-1);
  let high = size - 1;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[high--] = symbol;
  });
  let position = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[position] = symbol;
      do position = (position + (size >> 1) + (size >> 3) + 3) & (size - 1);
      while (position > high);
    }
  });
  const next = counts.map((count) => Math.abs(count));
  const states = symbols.map((symbol) => {
    const order = next[symbol]!++;
    const bits = accuracy - (31 - Math.clz32(order));
    return { symbol, bits, base: (order << bits) - size };
  });
  return { accuracy, states };
}

/** Reads the description of an FSE table from `at` on. Returns the table and where it ends. */
function readFse(bytes: Uint8Array, at: number): [FseTable, number] {
  let bit = at * 8;
  const peek = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value |= (((bytes[(bit + i) >> 3] ?? 0) >> ((bit + i) & 7)) & 1) << i;
    return value;
  };
  const accuracy = peek(4) + 5;
  bit += 4;
  const counts: number[] = [];
  for (let remaining = (1 << accuracy) + 1; remaining > 1;) {
    const width = 32 - Math.clz32(remaining);
    const short = (1 << width) - 1 - remaining;
    const low = peek(width - 1);
    let value = low;
    if (low < short) bit += width - 1;
    else {
      value = peek(width);
      bit += width;
      if (value >= 1 << (width - 1)) value -= short;
    }
    const count = value - 1;
    remaining -= Math.abs(count);
    counts.push(count);
    if (count !== 0) continue;
    for (let repeat = 3; repeat === 3;) {
      repeat = peek(2);
      bit += 2;
      for (let i = 0; i < repeat; i++) counts.push(0);
    }
  }
  return [buildFse(counts, accuracy), (bit + 7) >> 3];
}

/** For each prefix of `bits` bits: the symbol it starts with, and how many bits that takes. */
interface HuffmanTable {
  bits: number;
  entries: { symbol: number; bits: number }[];
}

/** Reads a Huffman tree from `at` on. Returns the table and where it ends. */
function readHuffman(bytes: Uint8Array, at: number): [HuffmanTable, number] {
  const header = bytes[at]!;
  const weights: number[] = [];
  let end: number;
  if (header >= 128) {
    for (let i = 0; i < header - 127; i++) {
      const byte = bytes[at + 1 + (i >> 1)]!;
      weights.push(i % 2 ? byte & 15 : byte >> 4);
    }
    end = at + 1 + ((header - 126) >> 1);
  } else {
    end = at + 1 + header;
    const [table, start] = readFse(bytes, at + 1);
    const stream = new BackwardBits(bytes.subarray(start, end));
    const pair = [stream.read(table.accuracy), stream.read(table.accuracy)];
    for (let turn = 0; ; turn ^= 1) {
      const { symbol, bits, base } = table.states[pair[turn]!]!;
      weights.push(symbol);
      if (stream.left < bits) {
        weights.push(table.states[pair[turn ^ 1]!]!.symbol);
        break;
      }
      pair[turn] = base + stream.read(bits);
    }
  }
  const sum = weights.reduce((total, weight) => total + (weight ? 1 << (weight - 1) : 0), 0);
  const bits = 32 - Math.clz32(sum);
  weights.push(32 - Math.clz32((1 << bits) - sum));
  const entries: HuffmanTable['entries'] = [];
  for (let weight = 1; weight <= bits; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return;
      for (let i = 0; i < 1 << (weight - 1); i++) entries.push({ symbol, bits: bits + 1 - weight });
    });
  }
  return [{ bits, entries }, end];
}

function decodeHuffman(
  { bits, entries }: HuffmanTable,
  bytes: Uint8Array,
  count: number,
  out: number[],
): void {
  const stream = new BackwardBits(bytes);
  for (let i = 0; i < count; i++) {
    const before = stream.left;
    const entry = entries[stream.read(bits)]!;
    stream.left = before - entry.bits;
    out.push(entry.symbol);
  }
}

/** Reads the literals of a block. Returns them and where they end. */
function readLiterals(block: Uint8Array, state: FrameState): [number[], number] {
  const type = block[0]! & 3;
  const format = (block[0]! >> 2) & 3;
  if (type < 2) {
    const headerBytes = [1, 2, 1, 3][format]!;
    const size = readLittleEndian(block, 0, headerBytes) >> (headerBytes === 1 ? 3 : 4);
    if (type === 1) return [new Array<number>(size).fill(block[headerBytes]!), headerBytes + 1];
    return [Array.from(block.subarray(headerBytes, headerBytes + size)), headerBytes + size];
  }
  const headerBytes = [3, 3, 4, 5][format]!;
  const width = [10, 10, 14, 18][format]!;
  const header = Math.floor(readLittleEndian(block, 0, headerBytes) / 16);
  const size = header % 2 ** width;
  const end = headerBytes + Math.floor(header / 2 ** width);
  let at = headerBytes;
  if (type === 2) [state.huffman, at] = readHuffman(block, at);
  const literals: number[] = [];
  if (format === 0) decodeHuffman(state.huffman!, block.subarray(at, end), size, literals);
  else {
    const quarter = (size + 3) >> 2;
    let from = at + 6;
    for (let s = 0; s < 4; s++) {
      const to = s < 3 ? from + readLittleEndian(block, at + 2 * s, 2) : end;
      decodeHuffman(state.huffman!, block.subarray(from, to), s < 3 ? quarter : size - 3 * quarter, literals);
      from = to;
    }
  }
  return [literals, end];
}

const PREDEFINED = [
  buildFse([4, 3, ...ones(11, 2), 1, 1, 1, ...ones(9, 2), 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6),
  buildFse([1, 1, 1, 1, 1, 1, 2, 2, 2, ...ones(15, 1), ...ones(5, -1)], 5),
  buildFse([1, 4, 3, ...ones(6, 2), ...ones(37, 1), ...ones(7, -1)], 6),
];

const LITERAL_BITS = [...ones(16, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const MATCH_BITS = [...ones(32, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERAL_BASES = bases(LITERAL_BITS, 0);
const MATCH_BASES = bases(MATCH_BITS, 3);

function ones(count: number, value: number): number[] {
  return new Array<number>(count).fill(value);
}

/** The least length of each code: each begins where the one before it, with its extra bits, ends. */
function bases(bits: readonly number[], first: number): number[] {
  let next = first;
  return bits.map((count) => {
    const base = next;
    next += 1 << count;
    return base;
  });
}

function decodeBlock(block: Uint8Array, state: FrameState, out: number[]): void {
  const [literals, start] = readLiterals(block, state);
  let at = start;
  let count = block[at++]!;
  if (count === 255) {
    count = readLittleEndian(block, at, 2) + 0x7f00;
    at += 2;
  } else if (count >= 128) count = (count - 128) * 256 + block[at++]!;
  let used = 0;
  if (count > 0) {
    const modes = block[at++]!;
    for (let t = 0; t < 3; t++) {
      const mode = (modes >> (6 - 2 * t)) & 3;
      if (mode === 0) state.tables[t] = PREDEFINED[t];
      else if (mode === 1)
        state.tables[t] = { accuracy: 0, states: [{ symbol: block[at++]!, bits: 0, base: 0 }] };
      else if (mode === 2) [state.tables[t], at] = readFse(block, at);
    }
    used = runSequences(new BackwardBits(block.subarray(at)), count, literals, state, out);
  }
  for (const byte of literals.slice(used)) out.push(byte);
}

/** Copies literals and matches. Returns the number of literals that were used. */
function runSequences(
  stream: BackwardBits,
  count: number,
  literals: readonly number[],
  state: FrameState,
  out: number[],
): number {
  const tables = state.tables as FseTable[];
  const current = tables.map(({ accuracy }) => stream.read(accuracy));
  let used = 0;
  for (let s = 0; s < count; s++) {
    const entries = tables.map(({ states }, t) => states[current[t]!]!);
    const [literalCode, offsetCode, matchCode] = entries.map(({ symbol }) => symbol) as [
      number,
      number,
      number,
    ];
    const offsetValue = 2 ** offsetCode + stream.read(offsetCode);
    const matchLength = MATCH_BASES[matchCode]! + stream.read(MATCH_BITS[matchCode]!);
    const literalLength = LITERAL_BASES[literalCode]! + stream.read(LITERAL_BITS[literalCode]!);
    if (s < count - 1) {
      for (const t of [0, 2, 1]) current[t] = entries[t]!.base + stream.read(entries[t]!.bits);
    }
    for (let i = 0; i < literalLength; i++) out.push(literals[used++]!);
    const offset = nextOffset(state.offsets, offsetValue, literalLength);
    for (let i = 0; i < matchLength; i++) out.push(out[out.length - offset]!);
  }
  return used;
}

/** The offset that a value stands for: a new one, or one of the last three. */
function nextOffset(recent: number[], value: number, literalLength: number): number {
  if (value > 3) recent.splice(0, 3, value - 3, recent[0]!, recent[1]!);
  else {
    const place = value - 1 + (literalLength === 0 ? 1 : 0);
    const offset = place === 3 ? recent[0]! - 1 : recent[place]!;
    recent.splice(Math.min(place, 2), 1);
    recent.unshift(offset);
  }
  return recent[0]!;
}
