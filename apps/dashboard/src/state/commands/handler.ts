import type { Facts } from '../../data/facts.js';
import type { Place } from '../place.js';
import type { State, Transition } from '../state.js';

/** What a command does at a place. */
export type Handler = (state: State, place: Place, facts: Facts) => Transition;
