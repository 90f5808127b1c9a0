import type { Stage } from './stage.js';

/** One step of a rehearsal, which fails by throwing. It needs those before it. */
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

/** Steps in their order; those of a list in it need only what is before the list, and are taken at once. */
export type Steps = readonly (Step | readonly Step[])[];

/** A step that can't be taken on this machine; the message says why. */
export class StepSkipped extends Error {}
