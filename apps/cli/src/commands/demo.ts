import { demoText } from '../demo/demo-text.js';
import { runDemo, inTemporaryFolder, writeDemoReport } from '../demo/run-demo.js';
import { truthProblems } from '../demo/truth-check.js';
import { switchOption, valueOption } from '../options/option-group.js';
import { count, namedFile } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { EXIT } from '../program/errors.js';

/** What was said to `demo`. */
interface DemoFlags {
  events: number;
  keep?: string;
  force?: true;
}

const MOST_EVENTS = 100_000_000;

/** `cmsc demo` */
export const demo: CommandDefinition<DemoFlags> = {
  name: 'demo',
  operands: {},
  summary: 'the main job on made-up data: nothing to download',
  options: [
    {
      heading: 'Data:',
      options: [
        valueOption('--events <n>', 'rows of auth', count(0, MOST_EVENTS)).default(200_000),
        valueOption('--keep <dir>', 'keep data and results in this folder', namedFile),
        switchOption('--force', 'with --keep: replace files that exist'),
      ],
    },
  ],
  notes: [
    `Makes data, extracts sessions with labels and process runs, and compares the
result with what is known of the data. With --keep the folder also gets a database
and report.html, the campaign on one page.`,
  ],
  examples: ['cmsc demo', 'cmsc demo --events 1000000 --keep demo'],
  async run(_, { events, keep, force = false }, cli) {
    const run = async (folder: string) => {
      const result = await runDemo(folder, events, force, cli);
      const problems = truthProblems(result.sessions, result.attacked, result.truth);
      const kept = keep === undefined ? [] : [keep, await writeDemoReport(keep, force, cli)];
      cli.print(demoText(result, problems, kept, cli.style));
      if (problems.length > 0) process.exitCode = EXIT.bug;
    };
    await (keep === undefined ? inTemporaryFolder(run) : run(keep));
  },
};
