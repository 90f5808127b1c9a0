export { default } from '../../tools/scripts/vitest-config.mjs';
