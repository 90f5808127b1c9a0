import { Dictionary, takeApart, type AuthColumn } from '@cmsc/core';
import { FirstRows, scorerNamed, type LogonDictionaries } from '@cmsc/detection';
import { parentPort, workerData } from 'node:worker_threads';
import { type ScoreMessage, type ScoreRequest, type ScoreTask, addNames } from './messages.js';
import { ScoreSlot } from './score-slot.js';

// The scoring thread: fills in the scores of the costliest scorers, slot by slot.

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
const slots = task.slots.map((memory) => new ScoreSlot(memory));
const firsts = new FirstRows();

function score({ slot: number, length, names }: ScoreRequest): ScoreMessage {
  addNames(dictionaries, names);
  const slot = slots[number] as ScoreSlot;
  slot.length = length;
  for (const { rows, kind, scores } of slot.blocks()) {
    const block = firsts.of(rows, kind);
    for (const { column, scoring } of scorings) scoring.score(block, scores[column] as Float64Array);
  }
  const entries = scorings.map(({ name, scoring }) => [name, scoring.entries] as const);
  return { type: 'scored', slot: number, entries: Object.fromEntries(entries) };
}

function answer(request: ScoreRequest): ScoreMessage {
  try {
    return score(request);
  } catch (error) {
    return { type: 'failed', error: takeApart(error) };
  }
}

parentPort?.on('message', (request: ScoreRequest) => parentPort?.postMessage(answer(request)));
