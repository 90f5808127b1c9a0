import { runSessions } from '@cmsc/pipeline';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cmsc, shell } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { haveSamples, sample } from './testing/samples.js';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const folder = useFolder();

/** The contents of the code blocks in a language. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text]) => text as string,
  );
}

/** The commands of a console block, each with what it prints. */
function commandsIn(block: string): { line: string; output: string }[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { line: part.slice(0, end).replace(/^npx /, ''), output: part.slice(end + 1) };
    });
}

describe('the README', () => {
  it('has commands on sequences and n-grams that print what it says, and queries that find something', async () => {
    const commands = blocks('console').flatMap(commandsIn);
    expect(commands.length).toBeGreaterThan(4);
    for (const { line, output } of commands) {
      const { status, stdout } = await shell(line, folder.path);
      expect({ line, status, stdout }).toEqual({ line, status: 0, stdout: output });
    }
    const queries = blocks('sql');
    expect(queries).toHaveLength(10);
    for (const query of queries) {
      const { status, stdout, stderr } = await cmsc(['query', 'cmsc.duckdb', query, '--format', 'json'], {
        cwd: folder.path,
      });
      expect({ query, status, stderr }).toEqual({ query, status: 0, stderr: '' });
      expect((JSON.parse(stdout) as unknown[]).length, query).toBeGreaterThan(0);
    }
  });

  it.skipIf(!haveSamples)('compares presets as they come out on the real samples', async () => {
    const rows = [...README.matchAll(/^\| (auth_users_\S+) +\| `(.*?)` +\| (.*) \|$/gm)];
    expect(rows).toHaveLength(16);
    for (const [, name, options, figures] of rows) {
      const { ledger, labels } = await runSessions({
        command: 'sessions',
        inputs: [sample(`${name as string}.txt`)],
        redteam: sample('redteam.txt.gz'),
        ...ruleOf(options as string),
        threads: 1,
      });
      const found = [
        ledger.sessions,
        ledger.repeatedStarts,
        ledger.open,
        `${ledger.orphanEnds} of ${ledger.ends}`,
        labels?.inSession,
        labels?.inOpenSession,
      ];
      expect((figures as string).split('|').map((cell) => cell.trim().replaceAll(',', ''))).toEqual(
        found.map(String),
      );
    }
  });
});

function ruleOf(options: string): Record<string, string> {
  return Object.fromEntries([...options.matchAll(/--(\w+) (\w+)/g)].map(([, name, value]) => [name, value]));
}
