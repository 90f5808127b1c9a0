import { Argument, Command, type Option } from 'commander';
import { descriptorOf } from '@cmsc/loaders';
import type { Cli } from '../cli.js';
import { InputOption, ListOption, type OptionGroup } from '../options/option-group.js';
import { usageError } from '../options/parsers.js';

/** A command of `cmsc`: a file in `src/commands`, and a line in its index. */
export interface CommandDefinition<Flags = object> {
  name: string;
  /** What it takes, as commander spells it (`<file>`, `<file...>`, `[dir]`), and what that is. */
  operands: Readonly<Record<string, string>>;
  /** The words that an operand may be, as far as they are known: for completion. */
  operandChoices?: Readonly<Record<string, readonly string[]>>;
  /** One line on what it does. */
  summary: string;
  options: readonly OptionGroup[];
  /** What else the help has to say: a paragraph each. */
  notes?: readonly string[];
  /** Command lines that work. */
  examples: readonly string[];
  /** Parses nothing any more: it calls the pipeline, and shows what came of it. */
  run(operands: string[], flags: Flags, cli: Cli, program: Command): Promise<void>;
}

/** Makes a command that commander can run. `openCli` is called when it does. */
export function createCommand(definition: CommandDefinition, openCli: () => Cli): Command {
  const { name, summary, options, notes = [], examples, run } = definition;
  const command = new Command(name).description(summary).summary(summary);
  for (const operand of operandsOf(definition)) command.addArgument(operand);
  for (const { heading, options: group } of options)
    for (const option of group) {
      command.addOption(option.helpGroup(heading));
      refuseTwice(command, option);
    }
  const shown = examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\n${[...notes, `Examples:\n${shown}`].join('\n\n')}`);
  return command.action(async () => {
    const given = command.processedArgs.flat() as string[];
    refuseEmpty(given);
    const cli = openCli();
    sayWaiting([...given, ...inputsOf(command)], cli);
    await run(given, command.opts(), cli, command.parent as Command);
  });
}

function operandsOf({ operands, operandChoices = {} }: CommandDefinition<never>): Argument[] {
  return Object.entries(operands).map(([operand, description]) => {
    const argument = new Argument(operand, description);
    const choices = operandChoices[operand];
    // Not by `choices()`: whoever takes the operand says what is wrong with it.
    if (choices) argument.argChoices = [...choices];
    return argument;
  });
}

/** The paths that options name for reading. */
function inputsOf(command: Command): string[] {
  const inputs = command.options.filter((option) => option instanceof InputOption);
  return inputs.flatMap(
    (option) => (command.getOptionValue(option.attributeName()) as string | undefined) ?? [],
  );
}

/** Whoever reads a terminal waits for somebody to type: without a word that looks like being busy. */
function sayWaiting(inputs: readonly (string | undefined)[], cli: Cli): void {
  if (!process.stdin.isTTY || !inputs.some((path) => path !== undefined && descriptorOf(path) === 0)) return;
  cli.say('reading standard input, which is this terminal: type it, then Ctrl-D ends it (Ctrl-C gives up)');
}

/**
 * No file, statement or name is empty: more often it is a variable that a script forgot to set than a wish.
 *
 * @throws CmscError BAD_OPTION for an empty argument.
 */
function refuseEmpty(given: readonly string[]): void {
  if (given.includes(''))
    throw usageError('an argument is empty', '', 'a variable that is not set? leave it away, or set it');
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
