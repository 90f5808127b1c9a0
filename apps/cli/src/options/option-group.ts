import { Option } from 'commander';
import { filePath, type Parser } from './parsers.js';

/** Options that stand together under a heading in the help. */
export interface OptionGroup {
  heading: string;
  options: readonly Option[];
}

/** An option with a value. */
export function valueOption<T>(flags: string, description: string, parse: Parser<T>): Option {
  const option = new Option(flags, description);
  option.argParser((text) => parse(text, nameOf(option)));
  // Not by `choices()`, which would put its own words in the help and in errors.
  if (parse.choices) option.argChoices = [...parse.choices];
  return option;
}

/** An option that names what is read: a file, or `-` for standard input. */
export class InputOption extends Option {}

/** An option with the path of something that is read. */
export function inputOption(flags: string, description: string): Option {
  const option = new InputOption(flags, description);
  return option.argParser((text) => filePath(text, nameOf(option)));
}

/** An option that may be said several times: what is said stands between commas then. Any other is said once. */
export class ListOption extends Option {}

/** An option of which several values can be given, between commas or one by one. */
export function listOption(flags: string, description: string, parse: Parser<string>): Option {
  const option = new ListOption(flags, description);
  return option.argParser((text: string, before: string | undefined) => {
    const parsed = parse(text, nameOf(option));
    return before === undefined ? parsed : `${before},${parsed}`;
  });
}

/** An option that is there or not. */
export function switchOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  // Commander folds `--no-x` into the value of `--x`; here each is asked for by its own name.
  option.negate = false;
  return option;
}

/** An option as errors name it. */
function nameOf({ long, short }: Option): string {
  return long ?? short ?? '';
}
