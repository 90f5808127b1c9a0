import { describe, expect, it } from 'vitest';
import { type ByteSink, pour, untilClosed } from './byte-sink.js';

/** A sink that notes what happens to it, one turn of the event loop after the other; it fails at the piece `failAt`. */
function notingSink(failAt = Infinity): ByteSink & { notes: string[]; closedEarly: boolean } {
  const notes: string[] = [];
  let pieces = 0;
  return {
    notes,
    closedEarly: false,
    async write(bytes) {
      const text = Buffer.from(bytes).toString();
      notes.push(`write ${text}`);
      await new Promise((done) => setImmediate(done));
      if (pieces++ === failAt) throw new Error('no room');
      notes.push(`written ${text}`);
    },
    async finish() {
      notes.push('finish');
      return { bytes: 0, sha256: '' };
    },
    async abort() {
      notes.push('abort');
    },
  };
}

function* pieces(notes: string[], ...names: string[]): Generator<Buffer> {
  try {
    for (const name of names) {
      notes.push(`make ${name}`);
      yield Buffer.from(name);
    }
  } finally {
    notes.push('made');
  }
}

describe('pour', () => {
  it('has a piece made while the one before is written, and no more than that', async () => {
    const sink = notingSink();
    await pour(pieces(sink.notes, 'a', 'b', 'c'), sink);
    expect(sink.notes).toEqual([
      ...['make a', 'write a', 'make b', 'written a', 'write b', 'make c', 'written b'],
      ...['write c', 'made', 'written c', 'finish'],
    ]);
  });

  it('gives the output up when a piece can not be written, and asks for no more', async () => {
    const sink = notingSink(0);
    await expect(pour(pieces(sink.notes, 'a', 'b', 'c'), sink)).rejects.toThrow('no room');
    expect(sink.notes).toEqual(['make a', 'write a', 'make b', 'made', 'abort']);
  });

  it('gives the output up when a piece can not be made, once nothing is written any more', async () => {
    const sink = notingSink();
    async function* broken() {
      yield Buffer.from('a');
      throw new Error('no more');
    }
    await expect(pour(broken(), sink)).rejects.toThrow('no more');
    expect(sink.notes).toEqual(['write a', 'written a', 'abort']);
  });
});

it('untilClosed ends with the reader', async () => {
  const sink = notingSink();
  async function* numbers() {
    for (let i = 0; ; i++) yield i;
  }
  const seen: number[] = [];
  for await (const number of untilClosed(numbers(), sink)) {
    seen.push(number);
    if (number === 2) sink.closedEarly = true;
  }
  expect(seen).toEqual([0, 1, 2]);
});
