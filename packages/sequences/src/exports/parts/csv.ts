/** A value as Python's csv module writes it: in quotes when it holds a comma, a quote or a line end. */
export function csvValue(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
