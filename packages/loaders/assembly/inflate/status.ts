/** Why inflating stopped. From {@link BAD_BLOCK_TYPE} on the data is damaged; src/opening/wasm-inflater.ts has words for it. */
export const OUTPUT_FULL: u32 = 0;
export const MORE_INPUT: u32 = 1;
export const END: u32 = 2;
export const BAD_BLOCK_TYPE: u32 = 3;
export const BAD_STORED_LENGTHS: u32 = 4;
export const TOO_MANY_SYMBOLS: u32 = 5;
export const BAD_LENGTH_CODE: u32 = 6;
export const BAD_REPEAT: u32 = 7;
export const NO_END_OF_BLOCK: u32 = 8;
export const BAD_LITERAL_CODE: u32 = 9;
export const BAD_DISTANCE_CODE: u32 = 10;
export const NO_LITERAL: u32 = 11;
export const NO_DISTANCE: u32 = 12;
export const TOO_FAR_BACK: u32 = 13;

/** Inside: all is well; and the end of a block that is not the last. */
export const GO_ON: u32 = 14;
export const BLOCK_END: u32 = 15;
