import type { Stage } from './stage.js';

/** One step of the rehearsal. Steps run in their order; each needs those before it. */
export interface Step {
  title: string;
  /** What to do when it fails. */
  next: string;
  /**
   * @returns a few words on what came out
   * @throws StepSkipped when this machine lacks something that only this step needs
   */
  run(stage: Stage): Promise<string>;
}

/** Something that doesn't hold. */
class StepError extends Error {}

/** A step that can't be taken on this machine; the message says why. */
export class StepSkipped extends Error {}

/** Leaves a step out. */
export function skipStep(reason: string): never {
  throw new StepSkipped(reason);
}

/** Fails a step unless a condition holds. */
export function expectThat(holds: boolean, message: string): asserts holds {
  if (!holds) throw new StepError(message);
}

/** Fails a step with everything that was found wrong. */
export function expectNone(problems: readonly string[]): void {
  expectThat(problems.length === 0, problems.join('\n'));
}
