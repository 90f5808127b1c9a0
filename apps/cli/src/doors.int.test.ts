import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmsc, shell } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow } from './testing/rows.js';

const folder = useFolder();

/** More than is looked at of a stream to tell what it is. */
const ROWS = Array.from({ length: 3000 }, (_, i) =>
  authRow(i, `U${i % 50}@D`, 'C1', `C${i % 7}`, i % 100 < 50 ? 'LogOn' : 'LogOff'),
);
const REDTEAM = '5,U5@D,C1,C5\n';
const hasDescriptors = existsSync('/dev/fd/0');

beforeEach(() => {
  const text = ROWS.join('');
  writeFileSync(join(folder.path, 'auth.txt'), text);
  writeFileSync(join(folder.path, 'auth.txt.gz'), gzipSync(text));
  writeFileSync(join(folder.path, 'redteam.txt'), REDTEAM);
  mkdirSync(join(folder.path, 'parts'));
  writeFileSync(join(folder.path, 'parts/auth_part_2.csv'), ROWS.slice(1000).join(''));
  writeFileSync(join(folder.path, 'parts/auth_part_1.csv.gz'), gzipSync(ROWS.slice(0, 1000).join('')));
  symlinkSync('auth.txt', join(folder.path, 'link'));
});

/** What a line of shell prints, when it ends well. */
async function printed(line: string): Promise<string> {
  const { status, stdout, stderr } = await shell(line, folder.path);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe.skipIf(!hasDescriptors)('the same rows come out, whichever door they come in by', () => {
  it.each([
    ['gzip', 'cmsc sessions auth.txt.gz -q'],
    ['a pipe', 'cat auth.txt | cmsc sessions - -q'],
    ['a pipe with gzip, and threads', 'cat auth.txt.gz | cmsc sessions /dev/stdin -q --threads 2'],
    ['a redirection', 'cmsc sessions - -q < auth.txt'],
    ['a process, and threads', 'cmsc sessions <(cat auth.txt) -q --threads 2'],
    ['a descriptor', 'cmsc sessions /dev/fd/3 -q 3< auth.txt.gz'],
    ['a named pipe', 'mkfifo p; cat auth.txt > p & cmsc sessions p -q'],
    ['a named pipe, and threads', 'mkfifo p; cat auth.txt > p & cmsc sessions p -q --threads 2'],
    ['parts', 'cmsc sessions parts/auth_part_1.csv.gz <(cat parts/auth_part_2.csv) -q'],
    ['a folder', 'cmsc sessions parts -q'],
    ['a glob', "cmsc sessions 'parts/*' -q"],
    ['a link', 'cmsc sessions link -q'],
  ])('%s', async (_, line) => {
    const { stdout } = await cmsc(['sessions', 'auth.txt', '-q'], { cwd: folder.path });
    expect(await printed(line)).toBe(stdout);
  });

  it.each([
    ['label', 'cmsc label INPUT --redteam redteam.txt -q'],
    ['inspect', 'cmsc inspect INPUT --format json | grep \'"rows": 3000\''],
    ['build', 'cmsc build INPUT -o x.duckdb --force -q --report - | grep \'"rows": 3000\''],
    [
      'a two-pass export',
      'cmsc export safekit-word INPUT --redteam redteam.txt -o e -q --force && cat $(ls e/* | grep -v manifest)',
    ],
    ['dashboard', 'cmsc dashboard INPUT --once -q | sed 1d'],
  ])('%s', async (_, line) => {
    const rows = await printed(line.replace('INPUT', 'auth.txt'));
    expect(rows).not.toBe('');
    expect(await printed(line.replace('INPUT', '<(cat auth.txt)'))).toBe(rows);
    expect(await printed(`cat auth.txt.gz | ${line.replace('INPUT', '-')}`)).toBe(rows);
  });

  it('a red team', async () => {
    const line = 'cmsc sessions auth.txt -q --redteam';
    expect(await printed(`${line} <(cat redteam.txt)`)).toBe(await printed(`${line} redteam.txt`));
    expect(await printed('cat redteam.txt | cmsc redteam /dev/stdin')).toBe(
      await printed('cmsc redteam redteam.txt'),
    );
  });
});

describe.skipIf(!hasDescriptors)('what can be read once', () => {
  it.each([
    ['-', 'cmsc sessions - - < auth.txt'],
    ['two names', 'cat auth.txt | cmsc sessions - --redteam /dev/stdin'],
    ['a named pipe', 'mkfifo p; cmsc label p --redteam p'],
  ])('is not read twice: %s', async (_, line) => {
    const { status, stdout, stderr } = await shell(line, folder.path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^cmsc: [^\n]* can be read once only[^\n]*\n$/);
  });
});

describe('what is not what it should be', () => {
  const write = (name: string, text: string | Buffer) => writeFileSync(join(folder.path, name), text);

  it.each([
    ['flows', '1,0,C1,N2,C2,443,6,10,5323\n', 1, 'the file holds flows, not auth'],
    ['proc', '1,U1@D,C1,P1,Start\n', 1, 'the file holds proc, not auth'],
    ['columns by number', '0,1,2,3,4,5,6,7,8\n', 1, 'the first line names the columns'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 3, 'bzcat'],
    ['gzip twice', gzipSync(gzipSync(AUTH)), 1, 'packed with gzip twice'],
    ['UTF-16', Buffer.from(`\ufeff${AUTH}`, 'utf16le'), 1, 'UTF-16'],
    ['Parquet', Buffer.from('PAR1\u0015\u0004\u0015 '), 1, 'Parquet'],
    ['a page', '<!DOCTYPE html>\n<html>', 1, 'HTML'],
    ['fractions', AUTH.replace('5,', '5.0,'), 1, 'whole number of seconds'],
  ])('is said by name: %s', async (_, content, status, words) => {
    write('x.txt', content);
    const fromFile = await cmsc(['sessions', 'x.txt'], { cwd: folder.path });
    const fromPipe = await shell('cat x.txt | cmsc sessions -', folder.path);
    for (const ended of [fromFile, fromPipe])
      expect(ended).toMatchObject({ status, stderr: expect.stringContaining(words) });
  });

  const tar = (text: string) => {
    const head = Buffer.alloc(512);
    head.write('auth.txt');
    head.write('ustar', 257);
    return Buffer.concat([head, Buffer.from(text)]);
  };

  it.each([
    ['a tar archive', tar(AUTH), 'tar -xOf x.txt', '… | tar -xOf -'],
    ['a packed tar archive', gzipSync(tar(AUTH)), 'tar -xzOf x.txt', '… | tar -xzOf -'],
    ['zip', Buffer.from('PK\u0003\u0004'), 'unzip -p x.txt', '… | funzip'],
    ['gzip twice', gzipSync(gzipSync(AUTH)), 'zcat x.txt | zcat', '… | zcat | zcat'],
    [
      ...(['packed UTF-16', gzipSync(Buffer.from(`\ufeff${AUTH}`, 'utf16le'))] as const),
      ...(['zcat x.txt | iconv -f UTF-16 -t UTF-8', '… | zcat | iconv -f UTF-16 -t UTF-8'] as const),
    ],
  ])('comes with the way in: %s', async (_, content, fromFile, fromPipe) => {
    write('x.txt', content);
    const label = await cmsc(['label', 'auth.txt', '--redteam', 'x.txt'], { cwd: folder.path });
    expect(label.stderr).toContain(`unpack it into a pipe: ${fromFile} | cmsc label … --redteam -)`);
    const sessions = await shell('cat x.txt | cmsc sessions -', folder.path);
    expect(sessions.stderr).toContain(`unpack it into a pipe: ${fromPipe} | cmsc sessions -)`);
  });

  it('does not keep inspect from the next file', async () => {
    write('x.txt', Buffer.from('BZh91AY&SY'));
    const { status, stdout, stderr } = await shell('cmsc inspect x.txt auth.txt', folder.path);
    expect(status).toBe(3);
    expect(stdout).toMatch(/x\.txt\n {2}format {2}unknown/);
    expect(stdout).toMatch(/auth\.txt\n {2}format {2}auth/);
    expect(stderr).toMatch(/^cmsc: x\.txt: the file is packed with bzip2/);
  });

  it('is an error in a folder, too', async () => {
    write('parts/auth_part_3.csv.bz2', 'BZh9');
    const { status, stderr } = await shell('cmsc sessions parts', folder.path);
    expect(status).toBe(3);
    expect(stderr).toContain('auth_part_3.csv.bz2');
  });
});

describe('headers', () => {
  const COLUMNS = 'time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result';
  const count = async (line: string) =>
    (JSON.parse(await printed(`${line} -q --no-output --report -`)) as { ledger: { rows: number } }).ledger
      .rows;

  it('are taken from the parts that have one', async () => {
    writeFileSync(join(folder.path, 'a'), `${COLUMNS}\n${ROWS[0]}`);
    writeFileSync(join(folder.path, 'b'), ROWS[1]!);
    writeFileSync(join(folder.path, 'c'), `0,1,2,3,4,5,6,7,8\n${ROWS[2]}`);
    expect(await count('cmsc sessions a b --header')).toBe(2);
    expect(await count(`cmsc sessions a b c --header --columns ${COLUMNS}`)).toBe(3);
  });

  it('of a red-team file are known without a word, and blanks are taken off', async () => {
    writeFileSync(
      join(folder.path, 'redteam.txt'),
      'attack_time,src_user,src_machine,dst_machine\n5, U5@D ,C1,C5 \n\n',
    );
    const { stdout, stderr } = await shell('cmsc sessions auth.txt --redteam redteam.txt', folder.path);
    expect(stdout).toMatch(/^U5@D,C5,5,[^\n]*,1,5$/m);
    expect(stderr).toContain('redteam.txt: 1 row with white space around values');
    expect(stderr).toContain('redteam.txt: 1 blank line');
  });
});

describe('a folder', () => {
  it('says what it took and what it left out', async () => {
    writeFileSync(join(folder.path, 'parts/README.md'), 'x');
    const { stderr } = await shell('cmsc sessions parts --no-output', folder.path);
    expect(stderr).toContain('2 files read\n  parts/auth_part_1.csv.gz: 1,000 rows\n');
    expect(stderr).toContain('left out\n  parts/README.md: it is not named as auth\n');
  });
});
