/**
 * What a slot of the key table holds: eight i32, as core/src/slots.ts has them. A slot and an entry of the second go by the
 * number of i32 before it, as in core, so that what is kept of a run is the same.
 */
export const SLOT_BITS: u32 = 3;
export const SLOT_BYTES_BITS: usize = 5;
export const KEY_A: usize = 0;
export const KEY_B: usize = 4;
export const KEY_C: usize = 8;
export const START: usize = 12;
/** IDLE, OPEN, or for a closed session the time of the last end, all its bits turned. */
export const END: usize = 16;
export const IDLE: i32 = 0;
export const OPEN: i32 = 1;
/** Starts in the lower 16 bits, ends in the upper. */
export const COUNTS: usize = 20;
export const ORIGINS: usize = 24;
export const IN_SECOND: usize = 28;

export const NO_KEY: i32 = -1;
export const NO_ORIGIN: i32 = -1;
export const NO_END: i32 = -1;
