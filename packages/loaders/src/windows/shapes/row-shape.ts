import type { Members } from '../event-xml.js';
import { FIXED_MEMBERS, type WindowsDialect } from '../dialects.js';
import type { ProcessSource } from '../event-kinds.js';
import { KEPT_VALUES, type KeptValue } from '../kept-events.js';
import { findParts, textOf, valueAt, type EventParts } from '../read-event.js';
import { parseObject } from '../unwrap.js';
import { leavesOf, type Leaf } from './row-leaves.js';
import type { Stretch } from './shape-tree.js';

/** Where a text is: the number of a slot of the row; or the text itself, where it is the same in all rows of the shape. */
export type Place = number | string;

/** What there is to read of a row by its shape. */
export interface RowShape {
  /** What stands between the slots. */
  stretches: readonly Stretch[];
  /** Whether a slot is a text, not a number. */
  areTexts: readonly boolean[];
  /** What is the same in all rows of the shape. */
  parts: Pick<EventParts, 'dialect' | 'id' | 'channel' | 'kind'>;
  /** The slot that the time is in. */
  time: number;
  host: Place;
  record: Place;
  values: ReadonlyMap<KeptValue, Place>;
}

/** Values in a row, beyond which it is not read by its shape. */
export const MOST_SLOTS = 512;

/** Bytes of a fixed text: a longer one is an event in itself, and comes once. */
const MOST_FIXED = 128;

/** Beside the texts that stand for slots, the first of the numbers that do: `-1000000000.5`. */
const FIRST_NUMBER = 1_000_000_000;

/** What could be taken for such a number, or for a name that it is not. */
const ODD = /-1000000|\\u/;

/**
 * The shape of a row that has been read: undefined where that says nothing of other rows.
 *
 * Whatever way a value takes from its place in the row to the event, it is found by sending something else: the row is read again with a text of its
 * own in each slot, and what comes out where tells the slots.
 */
export function shapeOf(bytes: Buffer, row: Members, processes: ProcessSource): RowShape | undefined {
  const text = bytes.toString('latin1');
  if (!text.startsWith('{') || ODD.test(text)) return undefined;
  const parts = findParts(row, processes);
  if (typeof parts === 'string') return undefined;
  const leaves = leavesOf(text);
  const slots = leaves.filter(({ way }) => !isFixed(way, parts.dialect));
  const isOfOneRow = leaves.some((leaf) => leaf.end - leaf.start > MOST_FIXED && !slots.includes(leaf));
  if (isOfOneRow || slots.length > MOST_SLOTS) return undefined;
  const stretches = stretchesOf(bytes, slots);
  const { probe, slotOf } = probeOf(text, stretches);
  const found = probe ? findParts(probe, processes) : 'notJson';
  if (typeof found === 'string' || !isSameEvent(parts, found)) return undefined;
  const placeOf = (value: unknown): Place => slotOf.get(textOf(value)) ?? textOf(value);
  const valueOf = (name: KeptValue) => placeOf(valueAt(found.data, found.dialect, name));
  const time = typeof found.time === 'object' ? undefined : slotOf.get(String(found.time));
  if (time === undefined) return undefined;
  return {
    ...{ stretches, areTexts: slots.map(({ isText }) => isText), parts, time },
    ...{ host: placeOf(found.host), record: placeOf(found.record) },
    values: new Map(KEPT_VALUES.map((name) => [name, valueOf(name)])),
  };
}

/** Whether a value says what an event is, or where others are. */
function isFixed(way: readonly string[], { id, channel, provider, version }: WindowsDialect): boolean {
  if (FIXED_MEMBERS.includes(way.at(-1)!)) return true;
  const steps = `|${way.join('|').replaceAll('.', '|')}|`;
  return [...id, ...channel, ...provider, ...version].some((path) => steps.includes(`|${path}|`));
}

function stretchesOf(bytes: Buffer, slots: readonly Leaf[]): Stretch[] {
  const end = { start: bytes.length, end: bytes.length, isText: false };
  return [...slots, end].map(({ start, isText }, n) => ({
    bytes: Uint8Array.from(bytes.subarray(slots[n - 1]?.end ?? 0, start)),
    next: n === slots.length ? 'end' : isText ? 'text' : 'number',
  }));
}

/** A row of the shape with something in each slot that is nowhere else, and the slots by what is in them. */
function probeOf(text: string, stretches: readonly Stretch[]) {
  let mark = '~';
  while (text.includes(mark)) mark += '~';
  const slotOf = new Map<string, number>();
  const parts = stretches.flatMap(({ bytes, next }, slot) => {
    if (next === 'end') return [bytes];
    const probe = next === 'text' ? `${mark}${slot}` : `-${FIRST_NUMBER + slot}.5`;
    slotOf.set(probe, slot);
    return [bytes, Buffer.from(probe)];
  });
  return { probe: parseObject(Buffer.concat(parts).toString('utf8')), slotOf };
}

function isSameEvent(one: EventParts, other: EventParts): boolean {
  return (['dialect', 'id', 'channel', 'provider', 'kind'] as const).every(
    (part) => one[part] === other[part],
  );
}
