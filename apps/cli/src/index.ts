export type { Cli, ProgressiveRun } from './cli.js';
export { main } from './main.js';
export { createProgram, type TalkFlags } from './program/program.js';
export type { Style } from './terminal/style.js';
