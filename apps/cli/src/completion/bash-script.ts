import type { CommandWords, OptionWords, Words } from './command-words.js';

/** Completion for bash, also of version 3.2, as macOS has it: `source <(cmsc completion bash)`. */
export function bashScript({ commands, options }: Words): string {
  const names = commands.map(({ name }) => name);
  return `# Completion of cmsc for bash: source <(cmsc completion bash)
_cmsc() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= words= i
  # bash takes --name=value for three words.
  if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then command=\${COMP_WORDS[i]} && break; fi
  done
  case $command in
    '') words=${quoted([...names, ...flagsOf(options)])} ;;
${commands.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
# Where there is nothing to offer it is a path.
complete -o bashdefault -o default -F _cmsc cmsc
`;
}

function commandCase({ name, options, first }: CommandWords): string {
  const cases = [
    ...choiceCases(options),
    ...(typeof first === 'string' ? [] : [`${name}) words=${quoted(first)} ;;`]),
    ...flagCase(options, 'path', 'return'),
    ...flagCase(options, 'own', 'compopt +o bashdefault +o default 2>/dev/null; return'),
    `*) [[ $cur != -* ]] || words=${quoted(flagsOf(options))} ;;`,
  ];
  return `    ${name})\n      case $prev in\n${cases.map((line) => `        ${line}`).join('\n')}\n      esac\n      ;;`;
}

function choiceCases(options: readonly OptionWords[]): string[] {
  return options.flatMap(({ flags, values }) =>
    values === undefined || typeof values === 'string'
      ? []
      : `${flags.join(' | ')}) words=${quoted(values)} ;;`,
  );
}

/** One line for all options whose value is of a kind. */
function flagCase(options: readonly OptionWords[], kind: string, what: string): string[] {
  const flags = flagsOf(options.filter(({ values }) => values === kind));
  return flags.length > 0 ? [`${flags.join(' | ')}) ${what} ;;`] : [];
}

function flagsOf(options: readonly OptionWords[]): string[] {
  return options.flatMap(({ flags }) => flags);
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}
