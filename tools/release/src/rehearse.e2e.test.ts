import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from './rehearsal/stage.js';
import { StepSkipped } from './rehearsal/step.js';
import { STEPS } from './rehearsal/steps.js';

const root = resolve(import.meta.dirname, '../../..');

// What is released is what is committed: without a history there is nothing to rehearse.
describe.skipIf(!existsSync(resolve(root, '.git')))('a release, rehearsed', () => {
  let stage: Stage;
  let failed = false;

  beforeAll(() => {
    stage = new Stage(root);
  });
  afterAll(async () => {
    await stage.close();
    expect(existsSync(stage.folder)).toBe(false);
  });

  for (const { title, next, run } of STEPS)
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
});
