// Whether the whole LANL data set gives the counts that are published of it: for whoever has the files.
// node tools/lanl-check/lanl-check.mjs DIR [--work FOLDER] [--only NAME,NAME]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { holds, STEPS, valueAt } from './steps.mjs';

const CMSC = fileURLToPath(new URL('../../apps/cli/bin/cmsc.js', import.meta.url));
const USAGE = `usage: node tools/lanl-check/lanl-check.mjs DIR [--work FOLDER] [--only NAME,NAME]
steps: ${STEPS.map(({ name }) => name).join(', ')}`;

function settings() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { work: { type: 'string', default: 'lanl-check' }, only: { type: 'string' } },
  });
  const names = values.only?.split(',') ?? STEPS.map(({ name }) => name);
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name));
  if (positionals.length !== 1 || unknown !== undefined) throw new TypeError(`${unknown ?? 'DIR'}: ${USAGE}`);
  return { data: positionals[0], work: values.work, steps: STEPS.filter(({ name }) => names.includes(name)) };
}

/** Runs a step; what came out, or nothing when it failed. */
function resultOf({ args, result }, places) {
  const given = args.map((word) => word.replace(/^(DIR|WORK)\//, (_, place) => `${places[place]}/`));
  console.log(`$ cmsc ${given.map((word) => (/\s/.test(word) ? '"…"' : word)).join(' ')}`);
  const { status, stdout } = spawnSync(process.execPath, [CMSC, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  return JSON.parse(result === '-' ? stdout : readFileSync(result.replace('WORK', places.WORK), 'utf8'));
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(' to ');
  if (typeof value === 'object' && value !== null) return `${shown(value.least)} to ${shown(value.most)}`;
  return typeof value === 'number' ? String(Number(value.toPrecision(10))) : 'nothing';
}

function main() {
  const { data, work, steps } = settings();
  mkdirSync(work, { recursive: true });
  const failed = steps.map((step) => {
    const result = resultOf(step, { DIR: data, WORK: work });
    if (result === undefined) return 1;
    const verdicts = step.checks.map(({ what, path, expected, source }) => {
      const found = valueAt(result, path);
      const isRight = holds(found, expected);
      console.log(
        `${isRight ? 'ok     ' : 'DIFFERS'} ${what}: ${shown(found)}, expected ${shown(expected)} (${source})`,
      );
      return isRight ? 0 : 1;
    });
    return Math.max(0, ...verdicts);
  });
  process.exitCode = Math.max(0, ...failed);
}

try {
  main();
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
