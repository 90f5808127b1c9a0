import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runCommand } from './run-command.js';

/** A piece of a README that can be run: a `js` block and the `text` block after it, or a command of a `console` block. */
export interface ReadmeExample {
  kind: 'module' | 'command';
  source: string;
  /** What it prints on standard output. */
  output: string;
}

/** The examples of a README, in its order. */
export function examplesIn(markdown: string): ReadmeExample[] {
  const blocks = [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language: language as string,
    text: text as string,
  }));
  return blocks.flatMap(({ language, text }, place): ReadmeExample[] => {
    if (language === 'console') return commandsIn(text);
    const next = blocks[place + 1];
    if (language !== 'js' || next?.language !== 'text') return [];
    return [{ kind: 'module', source: text, output: next.text }];
  });
}

function commandsIn(block: string): ReadmeExample[] {
  const parts = block.split(/^\$ /m).slice(1);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { kind: 'command', source: part.slice(0, end), output: part.slice(end + 1) };
  });
}

/** How examples are run. */
export interface ExampleOptions {
  /** The Node that runs them, by default this one. */
  node?: string;
  signal?: AbortSignal;
}

/** An example, and what it printed. */
export interface ExampleRun {
  example: ReadmeExample;
  printed: string;
}

/**
 * Runs the examples of a README one after the other, in a folder of their own that is gone afterwards.
 *
 * @param readme path of the README.md
 * @param modules the node_modules folder in which they find what they import
 */
export function runExamples(
  readme: string,
  modules: string,
  options: ExampleOptions = {},
): Promise<ExampleRun[]> {
  return inFolder(modules, async (folder) => {
    const runs = [];
    for (const example of examplesIn(readFileSync(readme, 'utf8')))
      runs.push({ example, printed: await runExample(example, folder, options) });
    return runs;
  });
}

/** Runs the modules in the folders that it is given, and ends what each prints with a NUL. */
const RUN_MODULES = `
  for (const folder of process.argv.slice(1)) {
    process.chdir(folder);
    await import(process.cwd() + '/example.mjs');
    process.chdir('..');
    process.stdout.write('\\0');
  }`;

/** Runs the modules among the examples of READMEs as {@link runExamples}, but in one process, which loads once what they import. */
export function runModules(
  readmes: readonly string[],
  modules: string,
  { node = process.execPath, signal }: ExampleOptions = {},
): Promise<ExampleRun[]> {
  return inFolder(modules, async (folder) => {
    const examples = readmes.flatMap((readme) =>
      examplesIn(readFileSync(readme, 'utf8'))
        .filter(({ kind }) => kind === 'module')
        .map((example, i) => ({ example, name: `${basename(dirname(readme))}-${i + 1}` })),
    );
    for (const { example, name } of examples) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'example.mjs'), example.source);
    }
    const names = examples.map(({ name }) => name);
    const program = ['--input-type=module', '--eval', RUN_MODULES, ...names];
    const printed = (await runCommand(node, program, { cwd: folder, signal })).split('\0');
    return examples.map(({ example }, i) => ({ example, printed: printed[i] as string }));
  });
}

/** Has something done in a folder with these modules, which is gone afterwards. */
async function inFolder<T>(modules: string, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-readme-'));
  try {
    symlinkSync(modules, join(folder, 'node_modules'));
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runExample(
  { kind, source }: ReadmeExample,
  folder: string,
  { node = process.execPath, signal }: ExampleOptions,
): Promise<string> {
  if (kind === 'command') {
    const places = [join(folder, 'node_modules/.bin'), dirname(node), process.env['PATH'] ?? ''];
    const env = { PATH: places.join(':') };
    return runCommand('sh', ['-c', source], { cwd: folder, signal, env });
  }
  writeFileSync(join(folder, 'example.mjs'), source);
  return runCommand(node, ['example.mjs'], { cwd: folder, signal });
}
