import { AUTH_PRESETS, EDGE_OTHER, type EventColumns } from '@cmsc/core';
import { EventLabeler, LabelOutcomes, type AttackedRow, type RedTeamIndex } from '@cmsc/labeling';
import { formats } from '@cmsc/loaders';
import { writeTable } from '@cmsc/store';
import { namesOf, openEvents } from '../event-source.js';
import { labelTable, pickEvents } from '../label-table.js';
import type { InputOptions } from '../options.js';
import type { EventBatch } from '../session-source.js';

/**
 * Writes the notebook's labeled_auth.csv: the LogOn and LogOff rows with a label. As its left join does, a row comes
 * out once for every row of the red-team file that it matches, so that rows multiply where that file repeats itself.
 *
 * @returns the number of rows written.
 */
export async function writeLabeledAuth(
  path: string,
  redteam: RedTeamIndex,
  input: InputOptions,
): Promise<number> {
  const select = namesOf(formats.auth);
  const { failedLogons } = AUTH_PRESETS.notebook;
  const wanted = { select, failedLogons, others: 'count', neverSkips: true } as const;
  const { reader, dictionaries } = await openEvents(formats.auth, input, wanted);
  const [user, computer] = [
    dictionaries[select.indexOf('dst_user')],
    dictionaries[select.indexOf('dst_machine')],
  ];
  if (!user || !computer) throw new RangeError('auth has no dst_user or dst_machine');
  const labeler = new EventLabeler(redteam.bind({ user, computer }), new LabelOutcomes(redteam), select);
  async function* batches(): AsyncGenerator<EventBatch> {
    for await (const events of reader) {
      const attacked = labeler.label(events);
      yield attacked.length === 0 ? { events, attacked } : leftJoin(events, attacked);
    }
  }
  const table = labelTable({ columns: select, dictionaries, batches: batches() }, { redteamRows: false });
  return (await writeTable(table, path, { format: 'csv', signal: input.signal })).rows;
}

function leftJoin(events: EventColumns, attacked: readonly AttackedRow[]): EventBatch {
  const matches = new Map(attacked.map(({ row, redteamRows }) => [row, redteamRows]));
  const rows: number[] = [];
  const joined: AttackedRow[] = [];
  for (let row = 0; row < events.length; row++) {
    if (events.edge[row] === EDGE_OTHER) continue;
    const redteamRows = matches.get(row);
    for (let copy = 0; copy < (redteamRows ?? 1); copy++) {
      if (redteamRows !== undefined) joined.push({ row: rows.length, redteamRows });
      rows.push(row);
    }
  }
  return { events: pickEvents(events, rows), attacked: joined };
}
