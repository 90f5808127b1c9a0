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

/** Between these a terminal sends what is pasted, since it was asked to (DECSET 2004). */
const PASTE = { begin: '\u001b[200~', end: '\u001b[201~' };

/** What {@link KeyDecoder} puts before a pasted text: no key has such a name. */
const PASTED = 'pasted ';

/** Milliseconds that the rest of a control sequence may take: a slow connection cuts them, and nobody sees them pass after Escape. */
const REST_MS = 20;

/** Milliseconds that the rest of a pasted text may take: its end may never come. */
const PASTE_MS = 1000;

/** The text that was pasted, when that is what a name stands for. */
export function pastedText(name: string): string | null {
  return name.startsWith(PASTED) ? name.slice(PASTED.length) : null;
}

/**
 * Tells the keys apart in what a terminal sends, however it is cut: keys that were typed before anybody read them, and
 * pasted text, come at once. A character stands for itself; others are `up`, `enter`, `space`, `ctrl-s`, `shift-tab`.
 * Terminals send Alt and a key as Escape and the key; no command has Alt, so they are Escape and the key. What a terminal
 * says to be pasted is one name, see {@link pastedText}: it is text, whatever is in it.
 */
export class KeyDecoder {
  #held = '';
  /** What has been pasted so far; null when nothing is being pasted. */
  #pasted: string | null = null;

  /** Milliseconds to wait for the rest of what was read; null when nothing is missing. */
  get restMs(): number | null {
    if (this.#pasted !== null) return PASTE_MS;
    return this.#held === '' ? null : REST_MS;
  }

  /** Names of the keys in what was read, without the beginning of one whose rest is missing. */
  push(text: string): string[] {
    if (this.#pasted !== null) return this.#paste(this.#pasted + text);
    const read = this.#held + text;
    const pasted = read.indexOf(PASTE.begin);
    if (pasted !== -1) {
      this.#held = '';
      const before = namesIn(read.slice(0, pasted));
      return [...before, ...this.#paste(read.slice(pasted + PASTE.begin.length))];
    }
    this.#held = BEGUN.exec(read)?.[0] ?? '';
    return namesIn(read.slice(0, read.length - this.#held.length));
  }

  /** Names of the keys in what was held, since nothing of it came any more: Escape was pressed alone. */
  flush(): string[] {
    const [held, pasted] = [this.#held, this.#pasted];
    [this.#held, this.#pasted] = ['', null];
    return pasted === null ? namesIn(held) : [PASTED + pasted];
  }

  // Up to the end of it; what comes after are keys again.
  #paste(read: string): string[] {
    const end = read.indexOf(PASTE.end);
    this.#pasted = end === -1 ? read : null;
    return end === -1 ? [] : [PASTED + read.slice(0, end), ...this.push(read.slice(end + PASTE.end.length))];
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
