export {
  generateDataset,
  type Dataset,
  type DatasetFile,
  type DatasetOptions,
  type DatasetProgress,
} from './dataset.js';
export { LineDigest } from './digest.js';
export type { GenerateOptions } from './options.js';
export { generateRows, generateTruth } from './rows.js';
export type { Kind } from './simulation.js';
export type { AttackFate, AttackTruth, PresetTruth, ProcessTruth, Truth } from './truth.js';
