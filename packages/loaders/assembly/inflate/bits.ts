/** Where the input ends that there is. */
export let inputEnd: usize = 0;
/** The next byte of input that is not among the {@link bits} yet. */
export let next: usize = 0;
/** Bits of the input that were not used yet, the first one lowest, and how many; above them there are zeros. */
export let bits: u64 = 0;
export let bitCount: u64 = 0;
/** Whether {@link take} was asked for bits that are not there. */
export let isShort: bool = false;

export function setInput(begin: usize, end: usize): void {
  next = begin;
  inputEnd = end;
}

/** Sets all of it, as somebody left it who has kept it in local variables. */
export function setBits(newBits: u64, count: u64, newNext: usize): void {
  bits = newBits;
  bitCount = count;
  next = newNext;
  isShort = false;
}

/** Gets as many bits as there are and fit: 57 at least, unless the input ends. */
export function fillBits(): void {
  while (bitCount <= 56 && next < inputEnd) {
    bits |= (<u64>load<u8>(next)) << bitCount;
    next++;
    bitCount += 8;
  }
}

export function drop(count: u64): void {
  bits >>= count;
  bitCount -= count;
}

/** The next `count` bits as a number, 16 at most. Where there are not so many, 0, and it {@link isShort}. */
export function take(count: u64): u32 {
  if (bitCount < count) fillBits();
  if (bitCount < count) {
    isShort = true;
    return 0;
  }
  const taken = <u32>(bits & (((<u64>1) << count) - 1));
  drop(count);
  return taken;
}

/** Gives whole bytes that were not used back to the input: what is left are up to seven bits. */
export function giveBack(): void {
  next -= <usize>(bitCount >> 3);
  bitCount &= 7;
  bits &= ((<u64>1) << bitCount) - 1;
}

/** Leaves out the bits up to the next whole byte, as {@link giveBack} has left them. */
export function skipToByte(): void {
  giveBack();
  bits = 0;
  bitCount = 0;
}
