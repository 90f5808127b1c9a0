import type { ClickHouseSettings } from '@clickhouse/client';

/**
 * What every query asks for, whatever the user's profile says: never a part of the data in the place of all of it.
 * A profile may let limits cut results off (`break`), leave dead shards out, or answer from a cache.
 */
export const WHOLE_RESULTS: ClickHouseSettings = {
  skip_unavailable_shards: 0,
  read_overflow_mode: 'throw',
  group_by_overflow_mode: 'throw',
  sort_overflow_mode: 'throw',
  result_overflow_mode: 'throw',
  timeout_overflow_mode: 'throw',
  set_overflow_mode: 'throw',
  join_overflow_mode: 'throw',
  transfer_overflow_mode: 'throw',
  distinct_overflow_mode: 'throw',
  use_query_cache: 0,
};

/** An insert is done when it has come back: nothing stays in a queue, on this node or between nodes. */
export const WHOLE_INSERTS: ClickHouseSettings = {
  async_insert: 0,
  distributed_foreground_insert: 1,
};
