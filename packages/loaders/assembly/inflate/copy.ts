/** For distances up to 16: how the 16 bytes before the text repeat, as places among them. */
const patterns: usize = memory.data(16 * 17, 64);
/** The same: the least multiple of the distance that is 16 or more, from where whole vectors can be copied. */
const strides: usize = memory.data(4 * 17, 64);

for (let distance: u32 = 1; distance <= 16; distance++) {
  for (let i: u32 = 0; i < 16; i++) store<u8>(patterns + (distance << 4) + i, i % distance);
  store<u32>(strides + (distance << 2), distance * ((15 + distance) / distance));
}

/**
 * Repeats text from `distance` bytes back at `out`. 32 bytes go without a branch, and up to 15 behind the end are overwritten:
 * most matches are shorter, and how long they are can't be guessed. Called in one place only, so that the compiler puts it there.
 */
export function copyMatch(out: usize, distance: usize, length: usize): void {
  const near = min<usize>(distance, 16);
  v128.store(out, i8x16.swizzle(v128.load(out - distance), v128.load(patterns + (near << 4))));
  const stride = max<usize>(distance, <usize>load<u32>(strides + (near << 2)));
  v128.store(out, v128.load(out - stride, 16), 16);
  if (length <= 32) return;
  const end = out + length;
  for (let at = out + 32; at < end; at += 16) v128.store(at, v128.load(at - stride));
}
