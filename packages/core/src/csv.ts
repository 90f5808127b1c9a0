/** Whether a CSV field with this value has to stand in quotes (RFC 4180): for a comma, a quote or a line end in it. */
export function needsQuotes(text: string): boolean {
  return /[",\r\n]/.test(text);
}

/** What stands for a value between the quotes of a CSV field. */
export function quotesDoubled(text: string): string {
  return text.replaceAll('"', '""');
}

/** A value as a CSV field (RFC 4180), in quotes only where it has to be, as Python's csv module writes it. */
export function csvValue(text: string): string {
  return needsQuotes(text) ? `"${quotesDoubled(text)}"` : text;
}
