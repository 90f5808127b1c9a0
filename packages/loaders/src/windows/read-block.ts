import { takeLines } from './line-blocks.js';
import type { EventReading } from './read-event.js';
import { RowTaker, type RowTaking } from './row-taker.js';
import { RowShapes } from './shapes/row-shapes.js';
import type { WindowsBlock } from './windows-block.js';

/** Reads blocks of lines, where rows that don't matter are passed over by their bytes. */
export function blockReading(reading: EventReading): (block: Uint8Array) => WindowsBlock {
  const shapes = new RowShapes(reading);
  return (block) => readBlock(block, reading, shapes);
}

function readBlock(bytes: Uint8Array, reading: EventReading, shapes: RowShapes): WindowsBlock {
  const rejects: WindowsBlock['rejects'] = [];
  const onReject: RowTaking['onReject'] = (rejection, row, line) =>
    rejects.push({ rejection, bytes: Uint8Array.from(row), line });
  const taker = new RowTaker({ ...reading, onReject }, shapes);
  taker.begin(0, 0);
  const taken = takeLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, taker.take);
  const { rows, zoneless, dialects, other, rejected } = taker.ledger;
  return {
    ...taken,
    kept: taker.kept.numbers(),
    counts: { rows, zoneless, dialects, other, rejected },
    direction: taker.directions.of(0),
    rejects,
  };
}
