import { describe } from 'vitest';
import { CONSUMING } from './rehearsal/steps.js';
import { rehearseSteps } from './testing/rehearse-steps.js';

describe('what is published, as its users have it', () => rehearseSteps(CONSUMING));
