import { describe, expect, it } from 'vitest';
import { examplesIn } from './readme-examples.js';

describe('examplesIn', () => {
  it('pairs a module with the text after it, and a command with what follows it', () => {
    const readme = [
      '```js\nconsole.log(1);\n```\nIt prints:\n```text\n1\n```',
      '```console\n$ echo a\na\n$ true\n```',
      '```js\nnever();\n```\n```sh\nls\n```\n```text\na screen\n```',
    ].join('\n\n');
    expect(examplesIn(readme)).toEqual([
      { kind: 'module', source: 'console.log(1);\n', output: '1\n' },
      { kind: 'command', source: 'echo a', output: 'a\n' },
      { kind: 'command', source: 'true', output: '' },
    ]);
  });

  it('finds none where there are none', () => {
    expect(examplesIn('')).toEqual([]);
  });
});
