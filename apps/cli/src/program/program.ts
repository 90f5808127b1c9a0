import { Command, Option } from 'commander';
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
    .helpCommand('help [command]', 'the help of a command')
    .addOption(new Option('-q, --quiet', 'nothing on standard error but errors and warnings'))
    .addOption(new Option('--no-progress', 'no progress line'))
    .addOption(new Option('--no-color', 'no colours (NO_COLOR does the same)'))
    .addOption(new Option('--debug', 'more on standard error: what was chosen, and the stack of an error'))
    .addHelpText('after', AFTER)
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (command) => operandsOf(command) })
    // Errors are thrown and reported in one place, in one form: nothing is written here.
    .configureOutput({ writeOut, writeErr: () => {}, outputError: () => {} })
    .exitOverride();
  for (const definition of commands) {
    const command = createCommand(definition, () => openCli(program.opts<TalkFlags>()));
    program.addCommand(command.copyInheritedSettings(program));
  }
  const versionCommand = new Command('version').description('the version');
  program.addCommand(versionCommand.action(() => writeOut(`${version}\n`)).copyInheritedSettings(program));
  return program;
}

/** A command and what it takes: `sessions <auth...>`. */
function operandsOf(command: Command): string {
  const operands = command.registeredArguments.map((operand) =>
    operand.variadic ? `${operand.name()}…` : operand.name(),
  );
  return [command.name(), ...operands.map((operand) => operand.toUpperCase())].join(' ');
}
