/**
 * CRC-32 (RFC 1952) at the speed of memory. x^300 + x^155 + x^117 + x^89 + 1 is a multiple of its polynomial, and so is its 128th power,
 * in which all distances are whole vectors of 16 bytes: a vector may be added (by exclusive or) to those 145, 183, 211 and 300 further on, and
 * be taken for zeros. What is left at the end are 300 vectors, which go byte by byte.
 */
const VECTOR: usize = 16;
const BACK: usize = 300 * VECTOR;
const BLOCK: usize = 1024 * VECTOR;

/** The last 300 vectors with what was added to them, and behind them those of a block. */
const sums: usize = memory.data(<i32>(BACK + BLOCK), 64);
const rest: usize = memory.data(<i32>BACK, 64);
/** What each byte makes of the sum. */
const table: usize = memory.data(4 * 256, 64);
let isFirst: bool = true;

for (let i: u32 = 0; i < 256; i++) {
  let sum = i;
  for (let k = 0; k < 8; k++) sum = sum & 1 ? (sum >> 1) ^ 0xedb88320 : sum >> 1;
  store<u32>(table + (i << 2), sum);
}

/** Begins a sum. */
export function startSum(): void {
  memory.fill(sums, 0, BACK);
  isFirst = true;
}

/** Adds all whole vectors of some text, and returns how many bytes that were: the others have to come again. */
export function addToSum(text: usize, bytes: usize): usize {
  const whole = bytes & ~(VECTOR - 1);
  let at = text;
  if (isFirst && whole > 0) {
    isFirst = false;
    // The sum begins with ones, which is the same as to turn over the first 32 bits.
    store<u32>(at, ~load<u32>(at));
    addBlock(at, VECTOR);
    store<u32>(at, ~load<u32>(at));
    at += VECTOR;
  }
  for (; at < text + whole; at += BLOCK) addBlock(at, min(BLOCK, text + whole - at));
  return whole;
}

function addBlock(text: usize, bytes: usize): void {
  const begin = sums + BACK;
  for (let i: usize = 0; i < bytes; i += VECTOR) {
    const at = begin + i;
    const near = v128.xor(v128.load(text + i), v128.load(at - 145 * VECTOR));
    const far = v128.xor(v128.load(at - 183 * VECTOR), v128.load(at - 211 * VECTOR));
    v128.store(at, v128.xor(v128.xor(near, far), v128.load(at - BACK)));
  }
  memory.copy(sums, sums + bytes, BACK);
}

/** The CRC-32 of all text, the last bytes of which were no whole vector. */
export function sumWith(text: usize, bytes: usize): u32 {
  let sum: u32 = isFirst ? 0xffffffff : 0;
  if (!isFirst) sum = sumOfRest();
  for (let i: usize = 0; i < bytes; i++) sum = withByte(sum, load<u8>(text + i));
  return ~sum;
}

/** The sum of the last 300 vectors. What they were given by one another is taken back, since none of them is taken for zeros. */
function sumOfRest(): u32 {
  for (let i: usize = 0; i < BACK; i += VECTOR) {
    let vector = v128.load(sums + i);
    if (i >= 145 * VECTOR) vector = v128.xor(vector, v128.load(sums + i - 145 * VECTOR));
    if (i >= 183 * VECTOR) vector = v128.xor(vector, v128.load(sums + i - 183 * VECTOR));
    if (i >= 211 * VECTOR) vector = v128.xor(vector, v128.load(sums + i - 211 * VECTOR));
    v128.store(rest + i, vector);
  }
  let sum: u32 = 0;
  for (let i: usize = 0; i < BACK; i++) sum = withByte(sum, load<u8>(rest + i));
  return sum;
}

function withByte(sum: u32, byte: u32): u32 {
  return load<u32>(table + (((sum ^ byte) & 255) << 2)) ^ (sum >> 8);
}
