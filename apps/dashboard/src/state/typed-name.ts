import type { Need } from './needs.js';
import type { Prompt } from './state.js';

/** The palette's commands that take the name of a user or a computer, and what of it is typed. */
const NAMING = /^\s*(user|computer)\s+(\S.*)$/;

/** The question for the names that what is typed in the palette may be the beginning of; null when it is no name. */
export function typedNameNeed(prompt: Prompt | null): Extract<Need, { kind: 'names' }> | null {
  const [, by, text = ''] = (prompt?.kind === 'palette' && NAMING.exec(prompt.text)) || [];
  return by === undefined ? null : { kind: 'names', by: by as 'user' | 'computer', text: text.trim() };
}
