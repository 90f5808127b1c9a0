/** A word that a value is compared with as bytes. */
export class ByteWord {
  readonly #word: Uint8Array;
  readonly #letters: Uint8Array;

  constructor(word: string) {
    this.#word = Buffer.from(word);
    this.#letters = this.#word.map(lower).filter(isLetter);
  }

  /** Whether the bytes from `begin` to `end` are the word. */
  is(bytes: Uint8Array, begin: number, end: number): boolean {
    if (end - begin !== this.#word.length) return false;
    for (let i = 0; i < this.#word.length; i++) if (bytes[begin + i] !== this.#word[i]) return false;
    return true;
  }

  /** Whether they may be the word in another spelling. Text that is not ASCII is left to the careful reader, which knows more letters. */
  mayBe(bytes: Uint8Array, begin: number, end: number): boolean {
    const first = lower(bytes[begin]!);
    if (isLetter(first) && first !== this.#letters[0]) return false;
    for (let i = begin; i < end; i++) if (bytes[i]! >= 0x80) return true;
    return this.#hasLetters(bytes, begin, end);
  }

  /** Whether the letters of a field, in lower case and without what is no letter, are those of the word. */
  #hasLetters(bytes: Uint8Array, begin: number, end: number): boolean {
    let found = 0;
    for (let i = begin; i < end; i++) {
      const letter = lower(bytes[i]!);
      if (!isLetter(letter)) continue;
      if (letter !== this.#letters[found]) return false;
      found++;
    }
    return found === this.#letters.length;
  }
}

/** A letter in lower case; what is none stays none. */
function lower(byte: number): number {
  return byte | 0x20;
}

function isLetter(lowered: number): boolean {
  return lowered >= 0x61 && lowered <= 0x7a;
}
