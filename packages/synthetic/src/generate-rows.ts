import type { GenerateOptions } from './options.js';
import { Chunk } from './write/chunk.js';
import { Simulation, type Kind } from './simulation.js';
import type { Truth } from './truth/truth.js';

/**
 * The rows of one file, as lines without their newline. All files are made behind the scenes, so each kind costs the
 * same; they are the rows that {@link generateDataset} writes for the same options.
 *
 * @throws CmscError BAD_OPTION when an option is out of its range.
 * @example
 * const lines = [...generateRows('auth', { events: 1000, seed: 7 })];
 * lines[0]!.split(',').length; // 9
 */
export function* generateRows(kind: Kind, options: GenerateOptions): Generator<string, void, undefined> {
  const simulation = new Simulation(options);
  if (kind === 'redteam') return yield* simulation.redteam();
  const chunk = new Chunk();
  const decoder = new TextDecoder();
  while (!simulation.done) {
    simulation.step();
    chunk.add(simulation.time, simulation.second(kind));
    if (chunk.full || simulation.done) yield* lines(decoder.decode(chunk.take().bytes));
  }
}

/**
 * What is known of the rows that these options make, without writing any.
 *
 * @throws CmscError BAD_OPTION when an option is out of its range.
 */
export function generateTruth(options: GenerateOptions): Truth {
  const simulation = new Simulation(options);
  while (!simulation.done) simulation.step();
  return simulation.truth();
}

function lines(text: string): string[] {
  return text === '' ? [] : text.slice(0, -1).split('\n');
}
