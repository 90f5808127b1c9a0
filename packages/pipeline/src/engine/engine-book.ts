import type { Extraction } from '@cmsc/clickhouse';
import { LabelBook, type RedTeamIndex } from '@cmsc/labeling';

/**
 * The account of the red team that a local run would have kept, from what the cluster has met of each tuple. Both number the
 * tuples in order of first appearance.
 *
 * @throws CmscError BAD_STATE_FILE when the extraction was made with another red team, which is a bug.
 */
export function engineBook(index: RedTeamIndex, { labels, span }: Extraction): LabelBook {
  const tuples = labels?.tuples ?? [];
  const book = LabelBook.fromJSON(index, {
    version: 2,
    attackedSessions: labels?.ledger.attackedSessions ?? 0,
    span: span.last < 0 ? null : span,
    tuples: tuples.map((facts, number) => ({ ...facts, ...index.tuples[number] })),
  });
  tuples.forEach(({ openSessions }, number) => {
    for (let i = 0; i < openSessions; i++) book.countOpenSession([number]);
  });
  return book;
}
