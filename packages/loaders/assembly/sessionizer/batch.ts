import { reserve } from '../memory';

/** The events that are pushed: as many as {@link batchRows} at once, where the host puts them. */
export const batchRows: u32 = 4096;

/** Rows that are looked up at once: their slots stay in the nearest cache until they are used. */
export const LOOKED_UP_ROWS: u32 = 512;

export const times: usize = reserve(batchRows << 2);
export const edges: usize = reserve(batchRows);
/** The columns of the key. One that it lacks holds zeros. */
export const keyA: usize = reserve(batchRows << 2);
export const keyB: usize = reserve(batchRows << 2);
export const keyC: usize = reserve(batchRows << 2);
export const origins: usize = reserve(batchRows << 2);

/** The keys of the rows that were looked up last, and NO_KEY for those that neither start nor end anything. */
export const found: usize = reserve(LOOKED_UP_ROWS << 2);
