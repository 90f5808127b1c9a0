import { sizeOfInputs } from '@cmsc/loaders';
import type { Phases } from '../run-phases.js';
import type { Sources } from './sources.js';

/** What writing the rows of a table takes beside reading what they are made of. */
const WRITING = 0.5;
const PLACING = 0.2;
const FINISHING = 0.02;

/**
 * The phases of a build in their order.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function buildPhases({ auth, proc, flows, dns }: Sources): Promise<Phases> {
  const sizes = await Promise.all([auth, proc, flows, dns].map((paths) => sizeOfInputs(paths)));
  const [ofAuth, ofProc, ofFlows, ofDns] = sizes;
  const part = (share: number, size: number | undefined) => ({ work: size && share * size });
  return {
    'reading auth': { reads: ofAuth },
    'writing sessions': part(WRITING, ofAuth),
    'reading proc': { reads: ofProc },
    'writing process runs': part(WRITING, ofProc),
    'placing processes': part(PLACING, ofProc),
    'reading flows': { reads: ofFlows },
    'reading dns': { reads: ofDns },
    finishing: part(FINISHING, ofAuth),
  };
}
