const PLAIN = /^[\u0020-\u007e]*$/;
// Controls, format characters (bidirectional overrides, joiners), lone surrogates, unassigned, line separators.
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * `text` with every character that a terminal could act on, or not show, written out: `\x1b`, `\u{202e}`.
 * Names come from files that an attacker may have had a hand in; nothing of them reaches the terminal unseen.
 */
export function showable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
