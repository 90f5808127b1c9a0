import { Dictionary, type RowCounts, type SessionizerState } from '@cmsc/core';
import type { LabelState } from '@cmsc/labeling';
import type { Dictionaries } from '@cmsc/loaders';
import type { SessionPlan } from '../session-plan.js';
import { badState, readStateFile, writeStateFile } from './state-file.js';

/** All that a pass over events knows between two runs. */
export interface PassState {
  /** Rows of all runs so far, as the ledger counts them. */
  rows: RowCounts;
  /** Time of the last row, -1 before the first. */
  lastTime: number;
  sessionizer: SessionizerState;
  labels: LabelState | undefined;
}

/** What two runs must have in common to be one. */
export interface StateRule {
  plan: SessionPlan;
  user?: string | undefined;
  redteam?: string | undefined;
  computer?: string | undefined;
}

/** A state as it comes out of a file. */
export interface LoadedState extends PassState {
  dictionaries: Dictionaries;
}

interface StateFacts {
  rule: unknown;
  rows: RowCounts;
  lastTime: number;
  /** The second that is still going on. */
  second: number;
  counts: SessionizerState['counts'];
  labels: LabelState | null;
  names: Record<string, string[]>;
  folds: number;
}

/** Writes the state of a run for the next one. */
export async function saveState(
  path: string,
  rule: StateRule,
  state: PassState,
  dictionaries: Dictionaries,
  options: { force?: boolean },
): Promise<void> {
  const { columns, slots, origins, second, nodes, counts, fold = [] } = state.sessionizer;
  const facts: StateFacts = {
    rule: comparable(rule),
    rows: state.rows,
    lastTime: state.lastTime,
    second: second.time,
    counts,
    labels: state.labels ?? null,
    names: Object.fromEntries(
      Object.entries(dictionaries).map(([name, dictionary]) => [name, [...dictionary.names()]]),
    ),
    folds: fold.length,
  };
  const arrays: Record<string, Int32Array> = {
    slots,
    nodes,
    originOffsets: origins.offsets,
    originValues: origins.values,
    second: second.entries,
    secondOffsets: second.origins.offsets,
    secondValues: second.origins.values,
  };
  columns.forEach((column, i) => (arrays[`column${i}`] = column));
  fold.forEach((pairs, i) => (arrays[`fold${i}`] = pairs));
  await writeStateFile(path, { facts: { ...facts }, arrays }, options);
}

/**
 * Reads the state of the run before.
 *
 * @throws CmscError BAD_STATE_FILE (data) when it is damaged, or of a run with another key, rule or filter.
 */
export async function loadState(path: string, rule: StateRule, signal?: AbortSignal): Promise<LoadedState> {
  const content = await readStateFile(path, signal);
  const facts = content.facts as unknown as StateFacts;
  if (JSON.stringify(facts.rule) !== JSON.stringify(comparable(rule)))
    throw badState(path, `the state is of a run with other options: ${JSON.stringify(facts.rule)}`);
  const array = (name: string) => content.arrays[name] ?? new Int32Array(0);
  return {
    rows: facts.rows,
    lastTime: facts.lastTime,
    labels: facts.labels ?? undefined,
    dictionaries: Object.fromEntries(
      Object.entries(facts.names).map(([name, names]) => [name, dictionaryOf(names)]),
    ),
    sessionizer: {
      counts: facts.counts,
      columns: [0, 1, 2].map((i) => array(`column${i}`)),
      slots: array('slots'),
      nodes: array('nodes'),
      origins: { offsets: array('originOffsets'), values: array('originValues') },
      second: {
        time: facts.second,
        entries: array('second'),
        origins: { offsets: array('secondOffsets'), values: array('secondValues') },
      },
      fold: Array.from({ length: facts.folds }, (_, i) => array(`fold${i}`)),
    },
  };
}

function comparable({ plan, user, computer, redteam }: StateRule): unknown {
  const { command, rule, select } = plan;
  return {
    command,
    key: rule.key,
    ties: rule.ties,
    pairing: rule.pairing,
    restarts: rule.restarts,
    failedLogons: rule.failedLogons,
    columns: select,
    user,
    computer,
    labels: redteam !== undefined,
  };
}

function dictionaryOf(names: readonly string[]): Dictionary {
  const dictionary = new Dictionary();
  for (const name of names) dictionary.intern(name);
  return dictionary;
}
