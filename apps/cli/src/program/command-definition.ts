import { Command, type Option } from 'commander';
import type { Cli } from '../cli.js';
import { ListOption, type OptionGroup } from '../options/option-group.js';
import { usageError } from '../options/parsers.js';

/** A command of `cmsc`: a file in `src/commands`, and a line in its index. */
export interface CommandDefinition<Flags = object> {
  name: string;
  /** What it takes, as commander spells it (`<file>`, `<file...>`, `[dir]`), and what that is. */
  operands: Readonly<Record<string, string>>;
  /** One line on what it does. */
  summary: string;
  options: readonly OptionGroup[];
  /** What else the help has to say: a paragraph each. */
  notes?: readonly string[];
  /** Command lines that work. */
  examples: readonly string[];
  /** Parses nothing any more: it calls the pipeline, and shows what came of it. */
  run(operands: string[], flags: Flags, cli: Cli): Promise<void>;
}

/** Makes a command that commander can run. `openCli` is called when it does. */
export function createCommand(definition: CommandDefinition, openCli: () => Cli): Command {
  const { name, operands, summary, options, notes = [], examples, run } = definition;
  const command = new Command(name).description(summary).summary(summary);
  for (const [operand, description] of Object.entries(operands)) command.argument(operand, description);
  for (const { heading, options: group } of options)
    for (const option of group) {
      command.addOption(option.helpGroup(heading));
      refuseTwice(command, option);
    }
  const shown = examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\n${[...notes, `Examples:\n${shown}`].join('\n\n')}`);
  return command.action(() => run(command.processedArgs.flat() as string[], command.opts(), openCli()));
}

/** Of two values the last would win without a word: whoever gives two means both, or has not seen the first. */
function refuseTwice(command: Command, option: Option): void {
  if (option instanceof ListOption || !(option.required || option.optional)) return;
  let isSaid = false;
  command.on(`option:${option.name()}`, () => {
    if (isSaid) throw usageError(`${option.long ?? option.short} is given twice`, undefined, 'give it once');
    isSaid = true;
  });
}
