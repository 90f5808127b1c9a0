import { NULL_INT, type TableBatch, type TableBatches, type TableSpec } from './table.js';

/** The rows with their numbers, where the table wants them numbered: in the order in which they come. */
export async function* numbered(
  { columns, number }: TableSpec,
  batches: TableBatches,
): AsyncGenerator<TableBatch> {
  const place = columns.findIndex(({ name }) => name === number?.column);
  const unless = columns.findIndex(({ name }) => name === number?.unless);
  let last = 0;
  for await (const batch of batches) {
    if (place >= 0) {
      const [numbers, known] = [batch.columns[place], batch.columns[unless]] as Int32Array[] as [
        Int32Array,
        Int32Array,
      ];
      for (let row = 0; row < batch.length; row++) numbers[row] = known[row] === NULL_INT ? NULL_INT : ++last;
    }
    yield batch;
  }
}
