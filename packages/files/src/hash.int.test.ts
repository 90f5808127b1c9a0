import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentOf, hashOf } from './hash.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

function file(bytes: number): { path: string; content: Buffer } {
  const content = Buffer.alloc(bytes, 'some text, ');
  writeFileSync(folder.file('f'), content);
  return { path: folder.file('f'), content };
}

const problem = (code: string, text: string) => ({
  ...{ kind: 'io', code },
  message: expect.stringContaining(text) as string,
});

describe('contentOf', () => {
  it.each([0, 1, 65_537, 1 << 20])('is all of a file of %d bytes', async (bytes) => {
    const { path, content } = file(bytes);
    expect((await contentOf(path)).equals(content)).toBe(true);
  });

  it('refuses what is larger, and what has no end', async () => {
    await expect(contentOf(file((1 << 20) + 1).path)).rejects.toMatchObject(
      problem('READ_FAILED', 'is larger than 1048576 bytes'),
    );
    await expect(contentOf('/dev/zero')).rejects.toMatchObject(problem('READ_FAILED', 'is larger'));
  });
});

describe('hashOf', () => {
  it.each([0, 1, 3_000_000])('is the SHA-256 of a file of %d bytes', async (bytes) => {
    const { path, content } = file(bytes);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await hashOf(path)).toEqual({ bytes, sha256 });
  });

  it('is called off, before or while it reads', async () => {
    const controller = new AbortController();
    const endless = hashOf('/dev/zero', controller.signal);
    setImmediate(() => controller.abort());
    await expect(endless).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    const before = hashOf(file(10).path, AbortSignal.abort());
    await expect(before).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
  });
});

it.each([
  ['contentOf', contentOf],
  ['hashOf', (path: string) => hashOf(path)],
])('%s says what is wrong with what can not be read', async (_, read) => {
  await expect(read(folder.file('gone'))).rejects.toMatchObject(problem('NOT_FOUND', 'gone'));
  mkdirSync(folder.file('inside'));
  await expect(read(folder.file('inside'))).rejects.toMatchObject(
    problem('READ_FAILED', "can't be read, it is a folder"),
  );
});
