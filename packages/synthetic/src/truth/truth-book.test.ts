import { LineDigest, Random } from '@cmsc/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { planOf } from '../options.js';
import { LOCAL, Population } from '../people/population.js';
import type { Attack } from '../attacks/attacks.js';
import { TruthBook } from './truth-book.js';

const population = new Population(planOf({ events: 1000 }), new Random('test'), 0);
const tuple = { attack_time: 5, src_user: 'U1@DOM1', src_machine: 'C17693', dst_machine: 'C2' };
const attack: Attack = { tuple, rows: 2, key: 0, origin: 4, logoffDelay: 0, otherDestination: false };

function digestOf(...sessions: string[]): string {
  const digest = new LineDigest();
  const { names } = population;
  for (const session of sessions)
    digest.add(`${names.text(population.userOf(0))},${names.text(population.computerOf(0))},${session}\n`);
  return digest.toString();
}

describe('TruthBook', () => {
  let book: TruthBook;
  beforeEach(() => {
    book = new TruthBook(population, [attack]);
  });

  /** All that key 0 does, second by second: its origins, its LogOffs, and whether its LogOns stand first. */
  function live(...beats: [time: number, origins: number[], ends: number, startsFirst?: boolean][]) {
    for (const [time, origins, ends, startsFirst = false] of beats)
      book.beat(0, time, { origins, failed: 0, ends, startsFirst });
  }

  function finish() {
    book.finish();
    return book.presets(100);
  }

  it('pairs ties: a start first while the key is not open', () => {
    live([1, [0, 1], 1], [4, [], 1]);
    const { destination } = finish();
    expect(destination.ledger).toMatchObject({
      sessions: 2,
      zeroLength: 1,
      starts: 2,
      ends: 2,
      other: 96,
      rows: 100,
    });
    expect(destination.sessionsDigest).toBe(digestOf('1,1,1,1', '1,4,1,1'));
  });

  it('pairs ties: an end first while the key is open', () => {
    live([1, [0], 0], [4, [0], 2]);
    expect(finish().destination.sessionsDigest).toBe(digestOf('1,4,1,1', '4,4,1,1'));
  });

  it('lets failed logons start something in preset notebook only', () => {
    book.beat(0, 1, { origins: [LOCAL], failed: 1, ends: 0, startsFirst: true });
    book.beat(0, 4, { origins: [LOCAL, LOCAL], failed: 1, ends: 0, startsFirst: true });
    book.beat(0, 9, { origins: [], failed: 0, ends: 1, startsFirst: true });
    const { destination, notebook } = finish();
    const ends = { ends: 1, sessions: 1, rows: 100 };
    expect(destination.ledger).toMatchObject({ ...ends, starts: 1, other: 98, failedStarts: 2 });
    expect(destination.sessionsDigest).toBe(digestOf('4,9,1,1'));
    expect(notebook.ledger).toMatchObject({ ...ends, starts: 3, other: 96, failedStarts: 0 });
  });

  it('keeps what is left over of a tie', () => {
    live([1, [0], 3], [2, [0, 1, 2], 0]);
    expect(finish().destination.ledger).toMatchObject({
      sessions: 1,
      extendingEnds: 2,
      repeatedStarts: 2,
      open: 1,
    });
  });

  it('pairs only local logons under the three-part key, in the order of the file', () => {
    live([1, [LOCAL], 1, false], [2, [0], 1], [3, [0, 1], 0], [5, [LOCAL], 1, true]);
    const { notebook } = finish();
    // In the file: E1 S1, E2, S5 E5. The key is open from 1 to 2, then from 5 to 5; origins 0 and 1 never end.
    expect(notebook.ledger).toMatchObject({
      keys: 3,
      sessions: 2,
      zeroLength: 1,
      orphanEnds: 1,
      repeatedStarts: 1,
      open: 2,
      starts: 5,
      ends: 3,
    });
  });

  it('follows an attack into the session that its logon is in', () => {
    live([3, [0], 0], [5, [4], 0]);
    book.attack(0, 0);
    live([9, [], 1], [11, [], 1]);
    expect(finish().destination.attackedSessions).toBe(1);
    expect(book.attacks()).toEqual([
      { ...tuple, rows: 2, match: 'exact', fate: { in: 'session', start_time: 3, end_time: 11 } },
    ]);
  });

  it('says of an attack that nothing followed that its session is open', () => {
    live([5, [4], 0]);
    book.attack(0, 0);
    expect(finish().destination.attackedSessions).toBe(0);
    expect(book.attacks()[0]!.fate).toEqual({ in: 'open session' });
  });

  it('counts processes inside, also those that a later logoff takes in, and leaves out the others', () => {
    book.processStarted(0, 1);
    live([2, [0], 0]);
    book.processStarted(0, 2);
    live([4, [], 1]);
    book.processStarted(0, 4);
    book.processStarted(0, 5);
    live([6, [], 1]);
    book.processStarted(0, 7);
    live([8, [4], 0]);
    book.attack(0, 0);
    live([9, [], 1]);
    book.processStarted(0, 9);
    finish();
    const counts = { starts: 6, inSessions: 4, inAttackedSessions: 1, inOpenSessions: 0, outside: 2 };
    expect(book.processes.truth).toEqual(counts);
  });

  it('gives a process to the later of two sessions that share its second', () => {
    live([2, [4], 0]);
    book.attack(0, 0);
    live([4, [0], 1]);
    book.processStarted(0, 4);
    live([6, [], 1]);
    finish();
    expect(book.processes.truth).toMatchObject({ inSessions: 1, inAttackedSessions: 0 });
  });

  it('gives it to the earlier one when the later one never ends', () => {
    live([2, [4], 0]);
    book.attack(0, 0);
    live([4, [0], 1]);
    book.processStarted(0, 4);
    book.processStarted(0, 5);
    finish();
    const counts = { starts: 2, inSessions: 1, inAttackedSessions: 1, inOpenSessions: 1, outside: 0 };
    expect(book.processes.truth).toEqual(counts);
  });
});
