import type { BuildNews, BuildOptions } from '@cmsc/pipeline';
import type { ErrorParts } from '@cmsc/core';
import type { BuildUpdate } from '../source.js';

/** What is to be built: the options of `runBuild` that can be sent to another process. */
export type BuildOrder = Omit<BuildOptions, 'signal' | 'onProgress' | 'onStep' | 'onNews' | 'onDebug'>;

/** What the building process is told. */
export type ToBuild =
  { type: 'start'; order: BuildOrder; temporaryFolder: string | null } | { type: 'cancel' };

/** An update with only the hits since the one before. */
export type UpdateMessage = Omit<BuildUpdate, 'hits'> & { newHits: BuildNews['hits'] };

/** What the building process tells. */
export type FromBuild =
  { type: 'update'; update: UpdateMessage } | { type: 'done' } | { type: 'failed'; error: ErrorParts };
