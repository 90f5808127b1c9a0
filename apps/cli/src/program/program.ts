import { Argument, Command, Help, Option } from 'commander';
import type { Cli } from '../cli.js';
import { commands } from '../commands/index.js';
import { createCommand } from './command-definition.js';
import { version } from './version.js';

/** What can be said to every command. */
export interface TalkFlags {
  /** Nothing goes to standard error but errors and warnings, no progress line either. */
  quiet?: true;
  /** False under --no-progress. Only a terminal gets a progress line. */
  progress: boolean;
  /** False under --no-color. Only a terminal gets colours, and none under NO_COLOR. */
  color: boolean;
  /** Standard error also gets what was chosen, and the stack of an error. */
  debug?: true;
}

const DESCRIPTION = `Logon sessions, process runs and red-team labels from the LANL CMSC data set.

A file is plain or gzip by content, - is standard input; several files are one stream.`;

const AFTER = `
Start with:
  $ cmsc demo                     made-up data, the whole job: nothing to download
  $ cmsc help sessions            what a command can do

Exit status: 0 done, 1 bad data, 2 bad usage, 3 input or output failed, 130 interrupted.
Standard output is data; messages go to standard error.`;

/**
 * The command line of `cmsc`.
 *
 * @param openCli makes what a command works with, when one is run.
 * @param writeOut takes help and version.
 */
export function createProgram(openCli: (flags: TalkFlags) => Cli, writeOut: (text: string) => void): Command {
  const program = new Command('cmsc')
    .description(DESCRIPTION)
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .helpCommand(false)
    .addOption(new Option('-q, --quiet', 'nothing on standard error but errors and warnings'))
    .addOption(new Option('--no-progress', 'no progress line'))
    .addOption(new Option('--no-color', 'no colours (NO_COLOR does the same)'))
    .addOption(new Option('--debug', 'more on standard error: what was chosen, and the stack of an error'))
    .addHelpText('after', AFTER)
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) => operandsOf(command),
      // Descriptions say what there is to choose from: choices are for completion.
      optionDescription: (option) => plainHelp.optionDescription(withoutChoices(option)),
      argumentDescription: (argument) => plainHelp.argumentDescription(withoutChoices(argument)),
    })
    // Errors are thrown and reported in one place, in one form: nothing is written here.
    .configureOutput({ writeOut, writeErr: () => {}, outputError: () => {} })
    .exitOverride();
  for (const definition of commands) {
    const command = createCommand(definition, () => openCli(program.opts<TalkFlags>()));
    program.addCommand(command.copyInheritedSettings(program));
  }
  for (const command of [versionCommand(writeOut), helpCommand(program)])
    program.addCommand(command.copyInheritedSettings(program));
  return program;
}

function versionCommand(writeOut: (text: string) => void): Command {
  return new Command('version').description('the version').action(() => writeOut(`${version}\n`));
}

/** `cmsc help COMMAND`: a name that is none is refused as it is without `help`, with what is near it. */
function helpCommand(program: Command): Command {
  const operand = new Argument('[command]', 'its name');
  operand.argChoices = program.commands.map((command) => command.name());
  return new Command('help')
    .addArgument(operand)
    .description('the help of a command')
    .action(async (name?: string) => {
      if (name === undefined) return program.help();
      const command = program.commands.find((known) => known.name() === name);
      if (command) return command.help();
      await program.parseAsync([name], { from: 'user' });
    });
}

const plainHelp = new Help();

function withoutChoices<T extends object>(named: T): T {
  return Object.assign(Object.create(named) as T, { argChoices: undefined });
}

/** A command and what it takes: `sessions <auth...>`. */
function operandsOf(command: Command): string {
  const operands = command.registeredArguments.map((operand) =>
    operand.variadic ? `${operand.name()}…` : operand.name(),
  );
  return [command.name(), ...operands.map((operand) => operand.toUpperCase())].join(' ');
}
