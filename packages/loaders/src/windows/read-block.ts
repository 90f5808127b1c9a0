import { takeLines } from './line-blocks.js';
import type { EventReading } from './read-event.js';
import { RowTaker } from './row-taker.js';
import type { WindowsBlock } from './windows-block.js';

/** Reads a block of lines, where rows that don't matter are passed over by their bytes. */
export function readBlock(bytes: Uint8Array, reading: EventReading): WindowsBlock {
  const rejects: WindowsBlock['rejects'] = [];
  const taker = new RowTaker({
    ...reading,
    onReject: (rejection, row, line) => rejects.push({ rejection, bytes: Uint8Array.from(row), line }),
  });
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
