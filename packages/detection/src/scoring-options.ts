import { checkWindow, CmscError, wholeNumber, type AuthColumn } from '@cmsc/core';
import type { LogonDictionaries } from './logon-columns.js';
import type { Protocol } from './protocols/protocol.js';
import { scorerNamed } from './scorers/registry.js';
import type { Scorer, ScorerOptions } from './scorers/scorer.js';

/** What a scoring can be told. Times and spans are seconds. */
export interface ScoringOptions {
  /** `lmdeval` by default. */
  protocol?: string;
  /** Names of scorers; `edge` comes first in any case, so that the plain baseline stands beside all others. */
  scorers?: readonly string[];
  /** Seconds of a period; the protocol's by default. */
  every?: number;
  /** From this second on nothing is learned. */
  learnUntil?: number;
  /** `surprise`: its fit ends here (86,400). */
  fitUntil?: number;
  /** `edge-window`: a pair is new again after this (86,400). With it that scorer is among the others. */
  window?: number;
  /** `edge`: the columns of its key (source and destination). */
  key?: readonly AuthColumn[];
  /** First second at which a wanted unit begins; the protocol's test by default. */
  from?: number;
  /** Last second at which a wanted unit begins, itself inside. */
  to?: number;
}

const DAY = 86_400;
const PLAIN_KEY: readonly AuthColumn[] = ['src_machine', 'dst_machine'];

/**
 * The seconds whose rows are of wanted units. A unit of several seconds, such as an hour, is wanted whole or not at all: a part of it would
 * have a score of its own.
 *
 * @returns `from`, and the second `end` after the last one, which may be Infinity.
 */
export function wantedSeconds(
  { unitSeconds, testFrom, testTo = Infinity }: Protocol,
  { from = testFrom, to = testTo - 1 }: Pick<ScoringOptions, 'from' | 'to'>,
): { from: number; end: number } {
  return {
    from: Math.ceil(from / unitSeconds) * unitSeconds,
    end: (Math.floor(to / unitSeconds) + 1) * unitSeconds,
  };
}

/** The scorers that are asked for: `edge` first, each once. @throws CmscError BAD_OPTION for an unknown one. */
export function scorersOf({ scorers = [], window }: ScoringOptions): Scorer[] {
  const names = ['edge', ...(window === undefined ? [] : ['edge-window']), ...scorers];
  return [...new Set(names)].map(scorerNamed);
}

/**
 * What all scorers are told: what was asked for, else what the protocol has.
 *
 * @throws CmscError BAD_OPTION for seconds that are no whole number, a period of none, a window without a second, and a key of other columns.
 */
export function scorerOptionsOf(
  options: Omit<ScoringOptions, 'protocol'>,
  protocol: Pick<Protocol, 'every' | 'learnUntil'>,
  dictionaries: LogonDictionaries,
): ScorerOptions {
  checkSeconds(options);
  checkWindow(options);
  checkKey(options.key ?? PLAIN_KEY, dictionaries);
  return {
    dictionaries,
    every: options.every ?? protocol.every,
    learnUntil: options.learnUntil ?? protocol.learnUntil ?? Infinity,
    key: options.key ?? PLAIN_KEY,
    window: options.window ?? DAY,
    fitUntil: options.fitUntil ?? DAY,
  };
}

/** The least of the seconds that an option takes. */
const LEAST_SECONDS = { every: 1, learnUntil: 0, fitUntil: 0, window: 0 } as const;

function checkSeconds(options: ScoringOptions): void {
  for (const [name, least] of Object.entries(LEAST_SECONDS) as [keyof typeof LEAST_SECONDS, number][]) {
    const value = options[name];
    if (value !== undefined) wholeNumber(name, value, [least, Infinity], { of: ' of seconds' });
  }
}

function checkKey(key: readonly string[], dictionaries: LogonDictionaries): void {
  const columns = Object.keys(dictionaries);
  if (key.length > 0 && key.every((name) => columns.includes(name))) return;
  throw new CmscError('usage', 'BAD_OPTION', 'the key of edge is of columns of auth', {
    text: key.join(','),
    hint: `name some of ${columns.join(', ')}`,
  });
}

/** What scores depend on besides the rows, for the report. */
export function settledScorers(
  scorers: readonly string[],
  { every, learnUntil, key, window, fitUntil }: ScorerOptions,
): Record<string, unknown> {
  return {
    scorers,
    every,
    ...(learnUntil < Infinity && { learnUntil }),
    key,
    ...(scorers.includes('edge-window') && { window }),
    ...(scorers.includes('surprise') && { fitUntil }),
  };
}

/** @throws CmscError BAD_OPTION when a scorer can't score `from` yet. */
export function checkStart(scorers: readonly Scorer[], options: ScorerOptions, from: number): void {
  for (const { name, scoresFrom } of scorers) {
    const first = scoresFrom?.(options) ?? 0;
    if (from >= first) continue;
    throw new CmscError(
      'usage',
      'BAD_OPTION',
      `${name} gives no score before second ${first}, where its fit ends`,
      {
        hint: `begin with --from ${first}, or end the fit earlier with --fit-until`,
      },
    );
  }
}
