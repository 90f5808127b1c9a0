import { FilterError, readTerm, type Term } from './filter-terms.js';

/** A filter expression as it was written: a term, or several of which all, or any, have to hold. */
export type Expression = (
  { term: Term } | { every: readonly Expression[] } | { some: readonly Expression[] } | { not: Expression }
) & {
  /** The whole of it, as it was written. */
  text: string;
  /** It stands in parentheses. */
  grouped?: true;
};

/**
 * Reads `text`: terms, all of which have to hold, with `or` and `not` between them, and parentheses around what belongs
 * together; `not` binds closest, `or` least: `user=U66@* (duration>1h or attacked) not computer=C17`.
 *
 * expression = alternative { "or" alternative } · alternative = part { ["and"] part }
 * part = ("not" | "!") part | "(" expression ")" | term
 *
 * @returns null when there is nothing in it
 * @throws FilterError with the place of what can't be read, and what would do
 */
export function readExpression(text: string): Expression | null {
  return new Reader(text).read();
}

/** The expressions of a text that all have to hold, as they were written. */
export function conjuncts(text: string): string[] {
  const read = readExpression(text);
  if (read === null) return [];
  return 'every' in read ? read.every.map((each) => each.text) : [read.text];
}

/** What says that all of `parts` have to hold; each is an expression. */
export function conjunction(parts: readonly string[]): string {
  if (parts.length === 1) return parts.join('');
  return parts
    .map((part) => {
      const read = readExpression(part);
      return read !== null && 'some' in read && read.grouped !== true ? `(${part})` : part;
    })
    .join(' ');
}

const OR = /or(?=[\s()]|$)|\|\|/iy;
const AND = /and(?=[\s()]|$)|&&/iy;
const NOT = /not(?=[\s()]|$)|!(?=\s*\(|\s+[\w"!])/iy;
const OPEN = /\(/y;
const CLOSE = /\)/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
  }

  read(): Expression | null {
    this.#skip();
    if (this.#isEnd) return null;
    const whole = this.#alternatives();
    if (!this.#isEnd) throw new FilterError(`${this.#here()} closes nothing: drop it, or write "(" before`);
    return whole;
  }

  get #isEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  #alternatives(): Expression {
    const begin = this.#at;
    const some = [this.#parts()];
    while (this.#take(OR)) some.push(this.#parts());
    const [only] = some;
    return some.length === 1 && only !== undefined ? only : { some, text: this.#since(begin) };
  }

  #parts(): Expression {
    const begin = this.#at;
    const every = [this.#part()];
    while (!this.#isEnd && !this.#looksAt(CLOSE, OR)) {
      this.#take(AND);
      every.push(this.#part());
    }
    const [only] = every;
    return every.length === 1 && only !== undefined ? only : { every, text: this.#since(begin) };
  }

  #part(): Expression {
    const begin = this.#at;
    if (this.#take(NOT)) return { not: this.#part(), text: this.#since(begin) };
    if (!this.#take(OPEN)) return this.#term();
    const inner = this.#alternatives();
    if (!this.#take(CLOSE)) throw new FilterError(`"(" at character ${begin + 1} is not closed: add ")"`);
    return { ...inner, text: this.#since(begin), grouped: true };
  }

  #term(): Expression {
    if (this.#isEnd || this.#looksAt(CLOSE, OR, AND))
      throw new FilterError(`a term is missing ${this.#isEnd ? 'at the end' : `before ${this.#here()}`}`);
    const begin = this.#at;
    const read = readTerm(this.#text, begin);
    if (read === null) throw new FilterError(`can't read ${this.#here()}: ${this.#mend()}`);
    this.#at += read.length;
    this.#skip();
    return { term: read.term, text: this.#since(begin) };
  }

  #mend(): string {
    return (this.#text.slice(this.#at).match(/"/g) ?? []).length % 2 === 1
      ? 'is a quote missing?'
      : 'put names with quotes or ( ) in them in quotes';
  }

  /** What stands here, and where that is. */
  #here(): string {
    const rest = this.#text.slice(this.#at);
    const shown = /^(?:[()]|or\b|and\b|\|\||&&)/i.exec(rest)?.[0] ?? rest;
    return `"${shown}" at character ${this.#at + 1}`;
  }

  #since(begin: number): string {
    return this.#text.slice(begin, this.#at).trimEnd();
  }

  #looksAt(...tokens: RegExp[]): boolean {
    return tokens.some((token) => {
      token.lastIndex = this.#at;
      return token.test(this.#text);
    });
  }

  #take(token: RegExp): boolean {
    if (!this.#looksAt(token)) return false;
    this.#at = token.lastIndex;
    this.#skip();
    return true;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
