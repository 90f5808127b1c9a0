export {
  generateDataset,
  type Dataset,
  type DatasetFile,
  type DatasetOptions,
  type DatasetProgress,
} from './generate-dataset.js';
export { LineDigest } from '@cmsc/core';
export type { GenerateOptions } from './options.js';
export { generateRows, generateTruth } from './generate-rows.js';
export type { Kind } from './simulation.js';
export type { AttackFate, AttackTruth, PresetTruth, ProcessTruth, Truth } from './truth/truth.js';
