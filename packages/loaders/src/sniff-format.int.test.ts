import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.js';
import { sniffFormat } from './sniff-format.js';
import { tempFile, tempFolder } from './testing/temp-folder.js';

const PROC = '1,U1@DOM1,C1,P1,Start\n';

describe('sniffFormat', () => {
  it.each([
    ['plain', PROC],
    ['gzip', gzipSync(PROC.repeat(5000))],
    ['no last newline', PROC.trimEnd()],
    ['quotes', '"1","U1,x@DOM1","C1","P1","Start"\n'],
    ['a damaged row in between', `${PROC}\0\n"x\n${PROC}`],
  ])('looks into the file: %s', async (_, content) => {
    expect((await sniffFormat(await tempFile(content, 'dns.txt')))?.name).toBe('proc');
  });

  it('knows other dialects', async () => {
    const path = await tempFile(PROC.replaceAll(',', '\t'), 'x');
    expect((await sniffFormat(path, { delimiter: '\\t' }))?.name).toBe('proc');
    expect(await sniffFormat(path)).toBeUndefined();
  });

  it('goes by the names of columns where there are some', async () => {
    const path = await tempFile('a;attack_time;src_user;dst_machine;src_machine\n', 'x');
    expect((await sniffFormat(path, { delimiter: ';', header: true }))?.name).toBe('redteam');
    const columns = ['computer', 'action', 'process_name', 'time', 'user_domain'];
    expect((await sniffFormat(path, { columns }))?.name).toBe('proc');
    expect(await sniffFormat(path, { columns: ['time'] })).toBeUndefined();
  });

  it('goes by the name of an empty file', async () => {
    expect((await sniffFormat(await tempFile('', 'flows.txt.gz')))?.name).toBe('flows');
  });

  it('looks into a pipe, and takes nothing out of it', async () => {
    const path = join(await tempFolder(), 'x');
    execFileSync('mkfifo', [path]);
    const rows = PROC.repeat(30_000);
    const writing = writeFile(path, rows);
    expect((await sniffFormat(path))?.name).toBe('proc');
    expect((await sniffFormat(path))?.name).toBe('proc');
    let read = 0;
    for await (const { length } of readColumns(path, 'proc')) read += length;
    await writing;
    expect(read).toBe(30_000);
  });

  it('is not misled by times that are fractions', async () => {
    expect((await sniffFormat(await tempFile(PROC.replace('1,', '1.0,'), 'x')))?.name).toBe('proc');
  });
});
