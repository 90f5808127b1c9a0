/** Keys that terminals send as a control sequence, by its end; with Shift or Ctrl some send a lower-case letter, `$` or `^`. */
const SEQUENCES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  '1~': 'home',
  '4~': 'end',
  '7~': 'home',
  '8~': 'end',
  '5~': 'pageup',
  '6~': 'pagedown',
  '3~': 'backspace',
};

const CHARACTERS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
};

/** A control sequence (ECMA-48: parameters, intermediate bytes, an end; or a single letter after `O`), or a character. */
const KEY = /\u001b(?:\[\[?(?:\d+\$|[0-?]*[ -/]*[@-~])|O\d*[A-Za-z])|[^]/gu;

/** A control sequence of a key: a number, what was held down with it, an end. `[[` is sent by consoles, before numbers alone. */
const SEQUENCE = /^\u001b(?:\[|\[\[(?=\d)|O)(\d*)(?:;\d+)*([A-Za-z~$^])$/;

/** What may be the beginning of a control sequence. */
const BEGUN = /\u001b(?:\[\[?[0-?]*[ -/]*|O\d*)?$/;

/**
 * Tells the keys apart in what a terminal sends, however it is cut: keys that were typed before anybody read them, and
 * pasted text, come at once. A character stands for itself; others are `up`, `enter`, `space`, `ctrl-s`, `shift-tab`.
 * Terminals send Alt and a key as Escape and the key; no command has Alt, so they are Escape and the key.
 */
export class KeyDecoder {
  #held = '';

  /** Whether the last key may go on with what is read next. */
  get holds(): boolean {
    return this.#held !== '';
  }

  /** Names of the keys in what was read, without the beginning of one that {@link holds} is about. */
  push(text: string): string[] {
    const read = this.#held + text;
    this.#held = BEGUN.exec(read)?.[0] ?? '';
    return namesIn(read.slice(0, read.length - this.#held.length));
  }

  /** Names of the keys in what was held, since nothing of it came any more: Escape was pressed alone. */
  flush(): string[] {
    const held = this.#held;
    this.#held = '';
    return namesIn(held);
  }
}

function namesIn(text: string): string[] {
  return Array.from(text.match(KEY) ?? [], keyName).filter((name) => name !== null);
}

/** Other control characters and sequences do nothing. */
function keyName(code: string): string | null {
  if (code.length > 1 && code.startsWith('\u001b')) {
    const [, number = '', end = ''] = SEQUENCE.exec(code) ?? [];
    return SEQUENCES[/[~$^]/.test(end) ? `${number}~` : end.toUpperCase()] ?? null;
  }
  const known = CHARACTERS[code];
  if (known !== undefined) return known;
  if (code >= '\u0001' && code <= '\u001a') return `ctrl-${String.fromCharCode(code.charCodeAt(0) + 96)}`;
  return /\p{Cc}/u.test(code) ? null : code;
}
