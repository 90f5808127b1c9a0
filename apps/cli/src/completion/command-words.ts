import type { Command, Option } from 'commander';
import { InputOption } from '../options/option-group.js';

/** What stands behind an option or in an operand's place: one of some words, a path, or what only the user knows. */
export type Values = readonly string[] | 'path' | 'own';

/** An option as a shell completes it. */
export interface OptionWords {
  /** `-o` and `--output`. */
  flags: readonly string[];
  description: string;
  /** Undefined for an option without a value. */
  values: Values | undefined;
}

/** A command as a shell completes it. */
export interface CommandWords {
  name: string;
  summary: string;
  options: readonly OptionWords[];
  /** What its first operand may be. */
  first: Values;
}

/** What there is to complete: the commands in the order of the help, and the options before any command. */
export interface Words {
  commands: readonly CommandWords[];
  options: readonly OptionWords[];
}

/** The words of a command line, as its help has them: one table of flags serves both. */
export function wordsOf(program: Command): Words {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command): CommandWords => {
    const options = [...help.visibleOptions(command), ...program.options.filter(({ hidden }) => !hidden)];
    const [operand] = command.registeredArguments;
    const first = operand?.argChoices ?? (operand ? 'path' : 'own');
    return {
      name: command.name(),
      summary: command.summary() || command.description(),
      options: options.map(toWords),
      first,
    };
  });
  return { commands, options: help.visibleOptions(program).map(toWords) };
}

function toWords(option: Option): OptionWords {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  // Half a line at most: what follows is in the help.
  const description = option.description.split(/[;:(]/)[0]?.trim() ?? '';
  return { flags, description, values: valuesOf(option) };
}

function valuesOf(option: Option): Values | undefined {
  if (!option.required && !option.optional) return undefined;
  if (option.argChoices) return option.argChoices;
  return option instanceof InputOption || /<(file|dir)>/.test(option.flags) ? 'path' : 'own';
}
