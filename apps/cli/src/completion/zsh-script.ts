import type { CommandWords, OptionWords, Values, Words } from './command-words.js';

/** Completion for zsh: `source <(cmsc completion zsh)`, or a file `_cmsc` in a folder of $fpath. */
export function zshScript({ commands, options }: Words): string {
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary.replaceAll(':', '\\:')}`));
  return `#compdef cmsc
# Completion of cmsc for zsh: source <(cmsc completion zsh)
_cmsc() {
  local curcontext=$curcontext state
  local -a commands line
  commands=(
${described.map((line) => `    ${line}`).join('\n')}
  )
  _arguments -C ${optionSpecs(options)} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _cmsc ]]; then _cmsc "$@"; else compdef _cmsc cmsc; fi
`;
}

function commandCase({ name, options, first }: CommandWords): string {
  const operand = typeof first === 'string' ? [] : [quoted(`1:${name}:${actionOf(first)}`)];
  const specs = [optionSpecs(options), ...operand, quoted('*:file:_files')];
  return `        ${name}) _arguments ${specs.join(' ')} ;;`;
}

function optionSpecs(options: readonly OptionWords[]): string {
  return options
    .flatMap(({ flags, description, values }) => {
      const text = `[${description.replaceAll(/[[\]:]/g, '\\$&')}]`;
      const value = values === undefined ? '' : `:value:${actionOf(values)}`;
      const others = flags.length > 1 ? `(${flags.join(' ')})` : '';
      return flags.map((flag) => quoted(`${others}${flag}${text}${value}`));
    })
    .join(' ');
}

function actionOf(values: Values): string {
  if (values === 'path') return '_files';
  return values === 'own' ? ' ' : `(${values.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
