import { checkWindow } from '@cmsc/core';
import { findInputs, refuseSameStream, type LeftOut } from '@cmsc/loaders';
import type { SessionRunOptions } from './options.js';
import { loadRedTeam, type RedTeam } from './red-team.js';
import { checkTargets, refuseSharedFiles } from './report.js';
import { planSessions, type SessionPlan } from './session-plan.js';
import type { RunCommand } from './session-source.js';
import { foreignSource } from './input-format.js';

/** What a run is to do, found out before anything of it is done. */
export interface RunPlan {
  plan: SessionPlan;
  /** Those given, with what is read, and as inputs the files that there are. */
  options: SessionRunOptions;
  leftOut: LeftOut[] | undefined;
  redteam: RedTeam | undefined;
}

/** What {@link planRun} can't see from the options of a run. */
interface RunSurroundings {
  others?: readonly (string | undefined)[];
  isTable?: boolean;
  origins?: boolean;
}

/**
 * Looks at the options and the files of a run, and reads its red team. `others` are files that it reads besides;
 * `isTable` says that its input is no file of events, and `origins` whether those of sessions are read by anybody (yes).
 *
 * @throws CmscError of kind usage for options that can't be, io for files that can't be read or written, data for a
 *   red-team file that is none.
 */
export async function planRun(
  command: RunCommand,
  given: SessionRunOptions,
  { others = [], isTable = false, origins = true }: RunSurroundings = {},
): Promise<RunPlan> {
  checkWindow(given);
  await refuseSameStream([...given.inputs, given.redteam, given.stateIn]);
  // What says how a table is read has no rows to look at.
  const { source: said = isTable ? 'auth' : undefined } = given;
  const source = await foreignSource({ ...given, source: said, command });
  await checkTargets(given);
  const plan = planSessions(
    command === 'label' ? 'sessions' : command,
    { ...given, source },
    { ...needsOf(command, given), origins },
  );
  const { paths: inputs, leftOut } = isTable
    ? { paths: given.inputs, leftOut: undefined }
    : await findInputs(given.inputs, plan.format);
  await refuseSharedFiles(given, [...inputs, given.redteam, given.stateIn, ...others]);
  const redteam = given.redteam === undefined ? undefined : await loadRedTeam(given.redteam, given);
  return { plan, options: { ...given, source, inputs }, leftOut, redteam };
}

/** What, besides sessions and their origins, a run needs columns for. */
export function needsOf(command: RunCommand, { redteam, user, computer }: SessionRunOptions) {
  return {
    labels: redteam !== undefined,
    user: user !== undefined,
    computer: computer !== undefined,
    rows: command === 'label',
  };
}
