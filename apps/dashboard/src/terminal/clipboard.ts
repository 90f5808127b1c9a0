/** Terminals cut off what is longer, or take nothing at all. */
const MOST_BYTES = 74_000;

/** The escape sequence (OSC 52) that asks a terminal to put `text` into the clipboard, also through SSH. */
export function clipboardSequence(text: string): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, MOST_BYTES);
  return `\u001b]52;c;${bytes.toString('base64')}\u0007`;
}
