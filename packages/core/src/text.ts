const PLAIN = /^[\u0020-\u007e]*$/;
/** Controls, format characters (bidirectional overrides, joiners), lone surrogates, unassigned, line separators. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

const LONGEST_TEXT = 120;

/**
 * `text` on one line, with every character that a terminal could act on, or not show, written out: `\x1b`, `\u{202e}`.
 * Names come from files that an attacker may have had a hand in; nothing of them reaches a terminal unseen.
 */
export function showable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) as number;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** The same of the first 120 characters: a value that stands in a message. */
export function printable(text: string): string {
  return showable(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
}

/** `text` with its middle left out where it has more than `most` characters: both ends of a path tell more than one. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.floor((most - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
