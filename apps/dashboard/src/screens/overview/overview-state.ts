import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import type { Size } from '../../state/state.js';
import type { Screen } from '../screen.js';

/** How the overview shares out its lines. */
export interface OverviewLayout {
  /** Lines of the ledger and the red team's part of it. */
  ledgerLines: number;
  /** Lines of each of the two histograms. */
  barLines: number;
  /** Empty lines between the parts. */
  gapLines: number;
}

/** Tall terminals get taller histograms and some air. */
export function overviewLayout({ rows }: Size): OverviewLayout {
  if (rows < 30) return { ledgerLines: 7, barLines: 2, gapLines: 0 };
  return { ledgerLines: 7, barLines: rows < 42 ? 2 : 4, gapLines: 1 };
}

/** Lines above the two lists: totals, ledger, two histograms with the red team's days and an axis. */
function overviewLines(size: Size): number {
  const { ledgerLines, barLines, gapLines } = overviewLayout(size);
  return 1 + ledgerLines + 2 * barLines + 2 + 3 * gapLines;
}

/** The whole data set at a glance. */
export const OVERVIEW_SCREEN: Screen = {
  title: SCREEN_TITLES.overview,
  lists: (_, { userColumn, computerColumn }) => [
    ...(userColumn === null ? [] : [listRef('users')]),
    ...(computerColumn === null ? [] : [listRef('computers')]),
  ],
  needs: () => [{ kind: 'session-hours' }],
  linesAbove: (size) => overviewLines(size) + 2,
  sideBySide: true,
};
