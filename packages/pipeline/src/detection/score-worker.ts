import { Dictionary, takeApart, type AuthColumn } from '@cmsc/core';
import { FirstRows, scorerNamed, type LogonDictionaries } from '@cmsc/detection';
import { addNames, SharedSlots } from '@cmsc/loaders';
import { parentPort, workerData } from 'node:worker_threads';
import { blocksOf } from './score-slots.js';
import type { ScoreMessage, ScoreRequest, ScoreTask } from './threaded-scoring.js';

// The scoring thread: fills in the scores of the costliest scorers, slot by slot. Whoever has filled a slot gives it back.

const task = workerData as ScoreTask;
const dictionaries = Object.fromEntries(
  Object.values(task.dictionaryNames).map((name) => [name, new Dictionary()]),
);
const ofColumns = Object.fromEntries(
  Object.entries(task.dictionaryNames).map(([column, name]) => [column, dictionaries[name] as Dictionary]),
) as Record<AuthColumn, Dictionary> satisfies LogonDictionaries;
const scorings = task.scorers.map(({ name, column }) => {
  const scoring = scorerNamed(name).start({ ...task.options, dictionaries: ofColumns });
  return { name, column, scoring };
});
const slots = new SharedSlots(task.memory);
const firsts = new FirstRows();

function score(names: ScoreRequest): ScoreMessage {
  addNames(dictionaries, names);
  const { columns, length } = slots.take();
  for (const { rows, kind, scores } of blocksOf(columns, length)) {
    const block = firsts.of(rows, kind);
    for (const { column, scoring } of scorings) scoring.score(block, scores[column] as Float64Array);
  }
  const entries = scorings.map(({ name, scoring }) => [name, scoring.entries] as const);
  return { type: 'scored', entries: Object.fromEntries(entries) };
}

function answer(request: ScoreRequest): ScoreMessage {
  try {
    return score(request);
  } catch (error) {
    return { type: 'failed', error: takeApart(error) };
  }
}

parentPort?.on('message', (request: ScoreRequest) => parentPort?.postMessage(answer(request)));
