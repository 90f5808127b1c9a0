import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VARIANTS, type ExportFormat, type ExportTally, type Variant } from '../export-format.js';
import { exportCase, hasSharedData, SAMPLES, sharedLines, type ExportCase } from './auth-lines.js';
import { runFormat, type MemoryFiles } from './run-format.js';

/** A row that is to be in a file: what the detector reads of it. */
export interface ExpectedRow {
  /** Place of the row in the input, from 0 on. */
  number: number;
  file: string;
  label: number;
  /** All else, in a form that does not depend on ids. */
  values: unknown;
}

/** A row as the detector's loader reads it. */
export type ReadRow = Omit<ExpectedRow, 'number'>;

/** How a format is checked. */
export interface FormatCheck {
  format: ExportFormat;
  /** The rows that the detector should read, worked out row by row, with nothing of the export's own code. */
  derive(input: ExportCase, variant: Variant): ExpectedRow[];
  /** Reads the files as the detector's loader does. */
  read(files: MemoryFiles): ReadRow[];
  /** Made-up cases (100). */
  runs?: number;
}

/** Checks a format on made-up and on real rows: its files, and its counts of what the variants differ in. */
export function checkFormat(check: FormatCheck): void {
  const { format, derive, read, runs = 100 } = check;
  const checkCase = (input: ExportCase, batchRows: number): void => {
    for (const variant of VARIANTS) {
      const { files, tally } = runFormat(format, { ...input, variant, batchRows });
      const expected = derive(input, variant);
      expect(read(files)).toEqual(expected.map(({ file, label, values }) => ({ file, label, values })));
      expect(tally).toMatchObject(
        tallyOf(expected, derive(input, 'as-published'), derive(input, 'corrected')),
      );
    }
  };

  describe(`${format.name} files`, () => {
    it('hold what the detector should read of made-up rows', () => {
      const property = fc.property(exportCase, fc.integer({ min: 1, max: 9 }), checkCase);
      fc.assert(property, { seed: 1, numRuns: runs });
    });

    it('hold nothing when there is nothing', () => {
      checkCase({ lines: [], redteam: [] }, 1);
    });

    it.skipIf(!hasSharedData).each(SAMPLES)('hold what the detector should read of %s', (sample) => {
      checkCase({ lines: sharedLines(sample), redteam: sharedLines('redteam.txt.gz') }, 4096);
    });
  });
}

function tallyOf(
  written: ExpectedRow[],
  published: ExpectedRow[],
  corrected: ExpectedRow[],
): Partial<ExportTally> {
  const byNumber = new Map(published.map((row) => [row.number, row]));
  const inBoth = corrected.filter(({ number }) => byNumber.has(number));
  return {
    rows: written.length,
    labelled: written.filter(({ label }) => label === 1).length,
    differences: {
      rows: published.length + corrected.length - 2 * inBoth.length,
      labels: inBoth.filter(({ number, label }) => byNumber.get(number)!.label !== label).length,
      values: inBoth.filter(
        ({ number, values }) => JSON.stringify(byNumber.get(number)!.values) !== JSON.stringify(values),
      ).length,
    },
  };
}
