/** How far back a match may reach. */
export const HISTORY: usize = 32_768;

/** Stored bytes that are taken at once, and where the host puts them. */
export const inputBytes: u32 = 1 << 16;
export const input: usize = memory.data(inputBytes, 64);

/** Text that comes out at once; it stays in the cache for whoever goes through it next. */
const TEXT_BYTES: usize = 1 << 18;
/** How far behind the end of the text a match may be written, and its copying in whole vectors. */
const SLACK: usize = 512;

/** The text, and before it what matches may reach back to. */
const output: usize = memory.data(<i32>(HISTORY + TEXT_BYTES + SLACK), 64);
export const textStart: usize = output + HISTORY;
export const textLimit: usize = textStart + TEXT_BYTES;
