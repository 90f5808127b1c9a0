import type { Section } from '../section.js';
import { attackedSessions } from './attacked-sessions.js';
import { caveats } from './caveats.js';
import { labels } from './labels.js';
import { ledger } from './ledger.js';
import { path } from './path.js';
import { scores } from './scores.js';
import { sessionStrips } from './session-strips.js';
import { whatThisIs } from './what-this-is.js';
import { when } from './when.js';

/** All sections, in the order of the page. A new one is a file beside this one, and a line here. */
export const SECTIONS: readonly Section<unknown>[] = [
  whatThisIs,
  when,
  path,
  attackedSessions,
  sessionStrips,
  labels,
  ledger,
  scores,
  caveats,
].map((section) => section as Section<unknown>);
