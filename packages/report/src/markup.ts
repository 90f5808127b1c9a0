import { showable } from '@cmsc/core';

/** Markup, as opposed to text, which is escaped wherever it stands. */
export class Markup {
  readonly #markup: string;

  /** @param markup is taken as it is: whoever calls this has made it, and made it of nothing that is in the data. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text and numbers are escaped, lists are joined, `undefined` and `false` are nothing. */
export type MarkupValue = Markup | string | number | undefined | false | readonly MarkupValue[];

/**
 * Makes markup of a template. Whatever is put into it is text unless it is markup already, in elements and in quoted attributes.
 *
 * @example
 * String(markup`<p title="${'"'}">${'<b>'}</p>`); // '<p title="&quot;">&lt;b&gt;</p>'
 */
export function markup(strings: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < values.length ? markupOf(values[i]) : '')).join(''));
}

function markupOf(value: MarkupValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escaped(showable(String(value)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
