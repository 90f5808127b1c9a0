import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRedTeam } from './red-team.js';
import { tempFolder } from './testing/temp-folder.js';

const folder = tempFolder();
const NO_ROWS = 'the red-team file holds no rows, so that nothing counts as attacked';
const PLAIN = '9,U1@D,C1,C2\n7,U2@D,C1,C3\n9,U1@D,C1,C2\n';
const TUPLES = [
  { attack_time: 9, src_user: 'U1@D', src_machine: 'C1', dst_machine: 'C2', rows: 2 },
  { attack_time: 7, src_user: 'U2@D', src_machine: 'C1', dst_machine: 'C3', rows: 1 },
];

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the red-team file of a run', () => {
  test('is among the inputs, with its hash', async () => {
    const path = file('redteam.txt', PLAIN);
    const { index, inputs } = await loadRedTeam(path);
    expect(index.tuples).toEqual(TUPLES);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect(inputs).toEqual([{ path, bytes: PLAIN.length, sha256, rows: 3, complete: true }]);
  });

  test.each([
    ['a header', { header: true }],
    ['another separator', { delimiter: ';' }],
    ['a header and another separator', { header: true, delimiter: '\\t' }],
    ['columns of auth', { columns: ['time', 'dst_user'] }],
  ])('is LANL’s where auth has %s and it has not', async (_, dialect) => {
    const { index } = await loadRedTeam(file('plain.txt', PLAIN), { dialect });
    expect(index.tuples).toEqual(TUPLES);
  });

  test.each([{}, { header: true }])(
    'says which column its header lacks, in the dialect %o',
    async (dialect) => {
      const path = file('other-names.txt', `time,src_user,src_machine,dst_machine\n${PLAIN}`);
      await expect(loadRedTeam(path, { dialect })).rejects.toMatchObject({
        code: 'MISSING_COLUMN',
        message: expect.stringContaining('there is no column attack_time') as string,
      });
    },
  );

  test('is read like auth where it is written like auth', async () => {
    const semicolons = PLAIN.replaceAll(',', ';');
    const bare = await loadRedTeam(file('a.txt', semicolons), { dialect: { delimiter: ';' } });
    expect(bare.index.tuples).toEqual(TUPLES);
    const turned = PLAIN.replace(/^(\d+),(.*)$/gm, '$2;$1').replaceAll(',', ';');
    const headed = file('b.txt', `src_user;src_machine;dst_machine;attack_time\n${turned}`);
    const { index } = await loadRedTeam(headed, { dialect: { delimiter: ';', header: true } });
    expect(index.tuples).toEqual(TUPLES);
  });

  test('says how its columns are called where its first line calls them otherwise', async () => {
    const path = file('names.txt', `when,who,from,into\n${PLAIN}`);
    const hint = 'if it names the columns, name them attack_time,src_user,src_machine,dst_machine';
    for (const dialect of [undefined, { delimiter: ';' }])
      await expect(loadRedTeam(path, { dialect })).rejects.toMatchObject({
        code: 'BAD_TIME',
        context: { hint },
      });
    const fraction = file('fraction.txt', PLAIN.replace('9,', '9.5,'));
    await expect(loadRedTeam(fraction)).rejects.toMatchObject({
      context: { hint: expect.stringContaining('digits only') as string },
    });
  });

  test.each([
    ['', [NO_ROWS], {}],
    ['\n \n', [NO_ROWS], { blankLines: 2 }],
    [
      '9,U1@D,C1 ,C2\n\n',
      ['1 row with white space around values, which was taken off'],
      { trimmedRows: 1, blankLines: 1 },
    ],
    [PLAIN, [], {}],
  ])('warns of what changes the meaning of labels: %j', async (text, expected, counts) => {
    const warnings: string[] = [];
    const path = file('odd.txt', text);
    const { inputs } = await loadRedTeam(path, { onWarning: (line) => warnings.push(line) });
    expect(warnings).toEqual(expected.map((what) => `${path}: ${what}`));
    const { trimmedRows, blankLines } = inputs[0]!;
    expect({ trimmedRows, blankLines }).toEqual({ trimmedRows: undefined, blankLines: undefined, ...counts });
  });

  test('has its bad rows told, whatever auth’s are', async () => {
    const path = file('bad.txt', '9,U1@D,C1\n');
    await expect(loadRedTeam(path)).rejects.toMatchObject({ code: 'COLUMN_COUNT', kind: 'data' });
  });
});
