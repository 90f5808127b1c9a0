import { bashScript } from '../completion/bash-script.js';
import { wordsOf, type Words } from '../completion/command-words.js';
import { fishScript } from '../completion/fish-script.js';
import { zshScript } from '../completion/zsh-script.js';
import { oneOf } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';

const SCRIPTS: Readonly<Record<string, (words: Words) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};
const SHELLS = Object.keys(SCRIPTS);

/** `cmsc completion bash|zsh|fish` */
export const completion: CommandDefinition = {
  name: 'completion',
  operands: { '<shell>': SHELLS.join(', ') },
  operandChoices: { '<shell>': SHELLS },
  summary: 'commands, options and their words at the press of Tab, for a shell',
  options: [],
  notes: [
    `Prints a script for the shell, which knows every command and option of this cmsc. To
have it in every shell, put a line where the shell begins:
  ~/.bashrc                    source <(cmsc completion bash)
  ~/.zshrc, below compinit     source <(cmsc completion zsh)
  ~/.config/fish/config.fish   cmsc completion fish | source`,
  ],
  examples: ['cmsc completion bash', 'cmsc completion zsh', 'cmsc completion fish'],
  run([shell = ''], _flags, cli, program) {
    const name = oneOf(SHELLS)(shell, 'completion');
    cli.print((SCRIPTS[name] as (words: Words) => string)(wordsOf(program)));
    return Promise.resolve();
  },
};
