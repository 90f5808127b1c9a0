import { lifeShares, type LedgerShares } from './ledger-shares.js';

/** How many different names rows have, and where they go in the ledger of preset destination. */
export interface PersonsFigures extends LedgerShares {
  /** Distinct dst_user. */
  users: number;
  /** Distinct dst_machine. */
  destinations: number;
  /** Distinct (dst_user, dst_machine), and (src_machine, dst_machine). */
  userPairs: number;
  machinePairs: number;
}

/** Whether the source user of a row of auth is a person, or a program: the rows that the real samples have. */
export function isPersons(row: readonly string[]): boolean {
  return row[1]!.startsWith('U');
}

/** Figures of rows of auth, by themselves: sessions from before are orphaned LogOffs, those that go on are open. */
export function personsFigures(rows: readonly (readonly string[])[]): PersonsFigures {
  const distinct = (...columns: number[]) =>
    new Set(rows.map((row) => columns.map((column) => row[column]).join())).size;
  return {
    users: distinct(2),
    destinations: distinct(4),
    userPairs: distinct(2, 4),
    machinePairs: distinct(3, 4),
    ...lifeShares(rows),
  };
}

/** The mean of each figure. */
export function meanFigures(all: readonly PersonsFigures[]): PersonsFigures {
  const names = Object.keys(all[0]!) as (keyof PersonsFigures)[];
  const mean = (name: keyof PersonsFigures) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as PersonsFigures;
}
