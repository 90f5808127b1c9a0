import { expect, test } from 'vitest';
import { Thread } from './thread.js';

function started<Message>(code: string, data: unknown = undefined): Thread<Message> {
  const text = `import { parentPort, workerData } from 'node:worker_threads';\n${code}`;
  return new Thread(new URL(`data:text/javascript,${encodeURIComponent(text)}`), { does: 'reads', data });
}

test('gives its messages one by one, whenever they came', async () => {
  const thread = started<number>(
    `for (const n of workerData) parentPort.postMessage(n); parentPort.on('message', (n) => parentPort.postMessage(2 * n));`,
    [1, 2],
  );
  expect([await thread.take(), await thread.take()]).toEqual([1, 2]);
  const [first] = [thread.take(), thread.post(21)];
  expect(await first).toBe(42);
  await thread.end();
});

test.each([
  ['throws', `throw new Error('no more');`, 'no more'],
  ['leaves', 'process.exit(3);', 'exit code 3'],
  ['just ends', '', 'exit code 0'],
])('one that %s before its time has died, once what it said is taken', async (_, end, text) => {
  const thread = started<string>(`parentPort.postMessage('last'); setTimeout(() => { ${end} }, 1);`);
  expect(await thread.take()).toBe('last');
  await expect(thread.take()).rejects.toMatchObject({
    ...{ kind: 'io', code: 'WORKER_DIED' },
    context: { text, hint: 'see the cause with --debug; --threads 1 reads without it' },
  });
});

test('ends with the first error that it is told', async () => {
  const thread = started<string>('setInterval(() => {}, 1000);');
  const next = thread.take();
  thread.fail(new Error('stop'));
  thread.fail(new Error('too late'));
  await expect(next).rejects.toThrow('stop');
  await thread.end();
  await expect(thread.take()).rejects.toThrow('stop');
});
