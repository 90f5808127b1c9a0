import type { BrowseCommand } from '../keys/bindings.js';
import type { Handler } from '../state/commands/handler.js';
import type { Place } from '../state/place.js';
import { FREQUENCY_INPUT } from './frequency/frequency-input.js';
import { OVERVIEW_INPUT } from './overview/overview-input.js';

/** The keys that do something of their own on a screen; the others do what they do on every screen. */
export type ScreenInput = Partial<Record<BrowseCommand, Handler>>;

const INPUTS: Partial<Record<Place['screen'], ScreenInput>> = {
  overview: OVERVIEW_INPUT,
  frequency: FREQUENCY_INPUT,
};

/** The input side of a screen. */
export function inputOf(name: Place['screen']): ScreenInput {
  return INPUTS[name] ?? {};
}
