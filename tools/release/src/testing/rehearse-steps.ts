import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { Stage } from '../rehearsal/stage.js';
import { StepSkipped, type Step } from '../rehearsal/step.js';

/** Top of the workspace. */
export const ROOT = resolve(import.meta.dirname, '../../../..');

/** Makes a test of each step; when one has failed, those after it are skipped. */
export function rehearseSteps(steps: readonly Step[]): void {
  let stage: Stage;
  let failed = false;
  beforeAll(() => {
    stage = new Stage(ROOT);
  });
  afterAll(async () => {
    await stage.close();
    if (existsSync(stage.folder)) throw new Error(`${stage.folder} was left`);
  });
  for (const { title, next, run } of steps)
    it(title, async (context) => {
      context.skip(failed, 'a step before it has failed');
      failed = true;
      const result = await run(stage).catch((error: unknown) => {
        if (error instanceof StepSkipped) return error;
        throw new Error(`${String(error)}\nwhat to do: ${next}`, { cause: error });
      });
      failed = false;
      if (result instanceof StepSkipped) context.skip(result.message);
      console.log(`${title}: ${String(result)}`);
    });
}
