import { Stage } from './rehearsal/stage.js';
import { StepSkipped, type Step } from './rehearsal/step.js';
import { REHEARSAL } from './rehearsal/steps.js';

// `nx run release:rehearse`: a release from a clone to a registry of this process, and what users do with it after.
// Nothing of the workspace is changed, and nothing stays.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => cancel.abort(new Error(`ended by ${signal}`)));

const started = performance.now();
const stage = new Stage(process.cwd(), cancel.signal);
try {
  for (const group of REHEARSAL) await Promise.all([group].flat().map(take));
  report('the release can be made: npx nx run release:version', started);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = cancel.signal.aborted ? 130 : 1;
} finally {
  await stage.close();
}

async function take({ title, next, run }: Step): Promise<void> {
  const start = performance.now();
  try {
    report(`${title}: ${await run(stage)}`, start);
  } catch (error) {
    if (cancel.signal.aborted) throw error;
    if (!(error instanceof StepSkipped))
      throw new Error(`${title}: FAILED\n${String(error)}\nwhat to do: ${next}`, { cause: error });
    report(`${title}: skipped, ${error.message}`, start);
  }
}

function report(text: string, start: number): void {
  console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}
