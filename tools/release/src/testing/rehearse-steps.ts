import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { Stage } from '../rehearsal/stage.js';
import { StepSkipped, type Step, type Steps } from '../rehearsal/step.js';

/** Top of the workspace. */
export const ROOT = resolve(import.meta.dirname, '../../../..');

/** Makes a test of each step; where one before it has not come to its end, it is skipped. */
export function rehearseSteps(steps: Steps): void {
  let stage: Stage;
  const ended = new Set<Step>();
  beforeAll(() => {
    stage = new Stage(ROOT);
  });
  afterAll(async () => {
    await stage.close();
    if (existsSync(stage.folder)) throw new Error(`${stage.folder} was left`);
  });
  for (const [place, group] of steps.map((step) => [step].flat()).entries())
    for (const step of group)
      it(step.title, { concurrent: group.length > 1 }, async (context) => {
        const before = steps.slice(0, place).flat();
        context.skip(!before.every((each) => ended.has(each)), 'a step before it has failed');
        const result = await take(step, stage);
        ended.add(step);
        if (result instanceof StepSkipped) context.skip(result.message);
        console.log(`${step.title}: ${String(result)}`);
      });
}

async function take({ next, run }: Step, stage: Stage): Promise<string | StepSkipped> {
  try {
    return await run(stage);
  } catch (error) {
    if (error instanceof StepSkipped) return error;
    throw new Error(`${String(error)}\nwhat to do: ${next}`, { cause: error });
  }
}
