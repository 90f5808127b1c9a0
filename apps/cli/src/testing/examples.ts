import { commands } from '../commands/index.js';

/** The examples that the help of the commands shows. */
export const EXAMPLES: readonly string[] = commands.flatMap(({ examples }) => examples);

/** The words behind the last `cmsc` of a line of shell, without their quotes. */
export function wordsOf(example: string): string[] {
  const line = example.split('|').find((part) => part.includes('cmsc ')) ?? '';
  const words: string[] = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.slice(words.indexOf('cmsc') + 1).map((word) => word.replaceAll(/^["']|["']$/g, ''));
}
