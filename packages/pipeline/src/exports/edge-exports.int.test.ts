import { VARIANTS, type Variant } from '@cmsc/exports';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HAS_PYTHON, linesOf, NO_ROWS, RealRows, type ExportedFiles } from '../testing/real-export.js';
import { HAS_SHARED, SHARED } from '../testing/shared.js';
import { tempFolder } from '../testing/temp-folder.js';

const folder = tempFolder();
const real = HAS_SHARED ? new RealRows(folder) : NO_ROWS;

/** A row as the splitters of Euler, Argus and mlx-graphs make it, with names instead of ids. */
interface Edge {
  slice: number;
  label: number;
  values: string[];
}

/** Row by row from the text: NTLM anywhere in the line; the first line of both files is lost as published. */
function expectedEdges(variant: Variant, seconds: number): Edge[] {
  const isPublished = variant === 'as-published';
  const skipped = isPublished ? 1 : 0;
  const attacks = new Set(
    real.redteam.slice(skipped).map((line) => {
      const [time, user, source, target] = line.split(',');
      return isPublished ? [time, source, target].join() : [time, user, source, target].join();
    }),
  );
  const account = (user: string): string => user.replace(/@.*/, '').replaceAll('$', '');
  return real.lines
    .slice(skipped)
    .filter((line) => line.toUpperCase().includes('NTLM'))
    .map((line) => {
      const [time, user, as, source, target, ...rest] = line.split(',') as [
        string,
        string,
        string,
        string,
        string,
      ];
      const tuple = isPublished ? [time, source, target] : [time, as, source, target];
      return {
        slice: Math.floor(Number(time) / seconds),
        label: attacks.has(tuple.join()) ? 1 : 0,
        values: [time, source, target, account(user), account(as), ...rest],
      };
    });
}

/** A loader of slices: from the first on until one is missing, ids are places in the lists of names. */
function readEdges(files: ExportedFiles, fileOf: (slice: number) => string, maps: readonly string[]): Edge[] {
  const names = maps.map((map) => files.lines(`${map}.txt`));
  const edges: Edge[] = [];
  for (let slice = 0; files.has(fileOf(slice)); slice++) {
    for (const line of files.lines(fileOf(slice))) {
      const [time, ...ids] = line.split(',') as [string, ...string[]];
      expect(ids).toHaveLength(maps.length + 1);
      const values = [time, ...names.map((list, column) => list[Number(ids[column])]!)];
      edges.push({ slice, label: Number(ids.at(-1)), values });
    }
  }
  return edges;
}

/** Ids are given out in the order in which a loader meets the names. */
function inOrderOfAppearance(edges: readonly Edge[], columns: readonly number[]): string[] {
  return [...new Set(edges.flatMap(({ values }) => columns.map((column) => values[column]!)))];
}

const FLOWS = join(SHARED, 'data/flows_first10000.txt');
const ARGUS_MAPS = ['nmap', 'nmap', 'umap', 'umap', 'atmap', 'ltmap', 'aomap', 'smap'];
const attackAt = (edges: readonly Edge[], time: number): number | undefined =>
  edges.find(({ values }) => values[0] === String(time))?.label;

describe.skipIf(!HAS_SHARED)('real rows, read as by the loader of', () => {
  test.each(VARIANTS)('euler, %s', async (variant) => {
    const files = await (real as RealRows).export('euler', variant);
    const edges = readEdges(files, (slice) => `${slice * 10_000}.txt`, ['nmap', 'nmap']);
    const expected = expectedEdges(variant, 10_000);
    expect(edges).toEqual(expected.map((edge) => ({ ...edge, values: edge.values.slice(0, 3) })));
    expect(edges.at(-1)!.slice).toBe(63);
    expect(files.lines('nmap.txt')).toEqual(inOrderOfAppearance(edges, [1, 2]));
    expect(attackAt(edges, 150_885)).toBe(variant === 'corrected' ? 1 : 0);
    expect(edges.filter(({ label, slice }) => label === 1 && slice === 63)).toMatchObject([
      { values: ['635015', 'C19932', 'C529'] },
    ]);
    expect(files.report.auth).toMatchObject({
      labelled: variant === 'corrected' ? 2 : 1,
      differences: { rows: /NTLM/i.test(real.lines[0]!) ? 1 : 0, labels: 1, values: 0 },
    });
  });

  test.each(VARIANTS)('argus, %s', async (variant) => {
    const files = await (real as RealRows).export('argus', variant, [FLOWS]);
    const edges = readEdges(files, (slice) => `${slice * 10_000}.txt`, ARGUS_MAPS);
    expect(edges).toEqual(expectedEdges(variant, 10_000));
    expect(files.lines('umap.txt')).toEqual(inOrderOfAppearance(edges, [3, 4]));

    const [machines, ports, protocols] = ['nmap', 'pomap', 'prmap'].map((map) => files.lines(`${map}.txt`));
    const flows = files.lines('flows/0.txt').map((line) => {
      const [time, ...values] = line.split(',') as [string, ...string[]];
      const names = [machines, machines, ports, ports, protocols].map((list, i) => list![Number(values[i])]);
      return [time, ...names, ...values.slice(5)].join();
    });
    const known = new Set(inOrderOfAppearance(edges, [1, 2]));
    const expected = linesOf(readFileSync(FLOWS, 'utf8'))
      .filter((line) => !line.includes('?'))
      .map((line) => line.split(','))
      .filter(([, , source, , target]) => known.has(source!) && known.has(target!))
      .map(([time, duration, source, from, target, to, protocol, packets, bytes]) =>
        [time, source, target, from, to, protocol, duration, packets, bytes, 0].join(),
      );
    expect(expected.length).toBeGreaterThan(0);
    expect(flows).toEqual(expected);
  });

  test.each(VARIANTS)('mlx-graphs, %s', async (variant) => {
    const files = await (real as RealRows).export('mlx-graphs', variant);
    const edges = readEdges(files, (slice) => `graph_${slice}.csv`, ARGUS_MAPS);
    expect(edges).toEqual(expectedEdges(variant, 60));
    expect(attackAt(edges, 635_015)).toBe(1);
  });

  test.skipIf(!HAS_PYTHON).each([
    ['euler', ['nmap']],
    ['argus', [...new Set(ARGUS_MAPS), 'pomap', 'prmap']],
  ] as const)('the maps of %s, unpickled by Python', async (name, maps) => {
    const flows = name === 'argus' ? [FLOWS] : undefined;
    const files = await new RealRows(mkdtempSync(join(folder, 'pickles-'))).export(name, 'corrected', flows);
    const texts = maps.map((map) => files.lines(`${map}.txt`));
    expect(texts.every(({ length }) => length > 0)).toBe(true);
    expect(files.unpickle(maps.map((map) => `${map}.pkl`))).toEqual(texts);
  });
});
