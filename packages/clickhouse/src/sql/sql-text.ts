/** A name (of a database, table or column) as SQL has it, whatever is in it. */
export function quoteName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

/** A text as a literal of SQL, whatever is in it. */
export function quoteText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Names, quoted and separated by commas. */
export function quoteNames(names: readonly string[]): string {
  return names.map(quoteName).join(', ');
}

/** A list of texts as an array literal. */
export function quoteTexts(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}
