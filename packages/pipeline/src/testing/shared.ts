import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real rows and golden results, beside the checkout. They are not part of the project; tests skip without them. */
export const SHARED = fileURLToPath(new URL('../../../../../shared/', import.meta.url));

/** Whether they are there. */
export const HAS_SHARED = existsSync(`${SHARED}golden`);
