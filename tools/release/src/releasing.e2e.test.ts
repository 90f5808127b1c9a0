import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { RELEASING } from './rehearsal/steps.js';
import { rehearseSteps, ROOT } from './testing/rehearse-steps.js';

// What is released is what is committed: without a history there is nothing to rehearse.
describe.skipIf(!existsSync(join(ROOT, '.git')))('a release, rehearsed', () => rehearseSteps(RELEASING));
