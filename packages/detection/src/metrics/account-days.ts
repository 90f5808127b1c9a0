import type { Found } from './best-of-day.js';

/** An account on a day. */
export interface AccountDay {
  day: number;
  /** Its highest score on that day. */
  score: number;
  /** How many of its units on that day are positive. */
  positives: number;
}

/** What a budget of accounts a day finds: attacked account-days, and the positive units of those. */
export interface FoundAccountDays {
  accountDays: Found;
  eventsOfAccountDays: Found;
}

/** The positives of the accounts of each day, those of one score together, the highest score first. */
export type RankedAccountDays = readonly (readonly (readonly number[])[])[];

/** Ranks the accounts of each day by their highest score. Days go in order, so that what is summed up over them is the same whatever order they come in. */
export function rankAccountDays(accountDays: readonly AccountDay[]): RankedAccountDays {
  const days = [...byDay(accountDays)].sort(([a], [b]) => a - b);
  return days.map(([, day]) => [...tiesOf(day)]);
}

/** Looks into the best `budget` accounts of each day. */
export function findAccountDays(days: RankedAccountDays, budget: number): FoundAccountDays {
  const nothing = (): Found => ({ alerts: 0, least: 0, expected: 0, most: 0, of: 0 });
  const found = { accountDays: nothing(), eventsOfAccountDays: nothing() };
  for (const day of days) {
    let room = budget;
    for (const tie of day) {
      const taken = Math.min(room, tie.length);
      // Most of them are behind the budget, and hold nothing.
      if (taken === 0 && tie.length === 1 && tie[0] === 0) continue;
      addTie(
        found.accountDays,
        tie.map((positives) => (positives > 0 ? 1 : 0)),
        taken,
      );
      addTie(found.eventsOfAccountDays, tie, taken);
      room -= taken;
    }
  }
  return found;
}

function byDay(accountDays: readonly AccountDay[]): Map<number, AccountDay[]> {
  const days = new Map<number, AccountDay[]>();
  for (const accountDay of accountDays) {
    const day = days.get(accountDay.day);
    if (day) day.push(accountDay);
    else days.set(accountDay.day, [accountDay]);
  }
  return days;
}

/** The positives of accounts with one score, by descending score. */
function* tiesOf(day: AccountDay[]): Generator<number[]> {
  day.sort((a, b) => b.score - a.score);
  let tie: number[] = [];
  let score = NaN;
  for (const accountDay of day) {
    if (tie.length > 0 && accountDay.score !== score) {
      yield tie;
      tie = [];
    }
    score = accountDay.score;
    tie.push(accountDay.positives);
  }
  if (tie.length > 0) yield tie;
}

/** Adds what `taken` of equally good things are worth, which of them is not known. */
function addTie(found: Found, values: readonly number[], taken: number): void {
  const all = sum(values);
  found.of += all;
  found.alerts += taken;
  if (taken === 0) return;
  const ascending = [...values].sort((a, b) => a - b);
  found.least += sum(ascending.slice(0, taken));
  found.most += sum(ascending.slice(values.length - taken));
  found.expected += (all * taken) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
