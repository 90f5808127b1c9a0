/** An ASCII letter in lower case; what is none stays none. */
export function lower(byte: u32): u32 {
  return byte | 0x20;
}

/** Whether a byte from {@link lower} is a letter. */
export function isLetter(lowered: u32): bool {
  return lowered - 0x61 < 26;
}
