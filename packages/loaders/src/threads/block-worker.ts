import { parentPort, workerData } from 'node:worker_threads';
import { blockReading } from '../windows/read-block.js';
import { timeZone } from '../windows/windows-time.js';
import type { BlockSettings, BlockTask } from './block-threads.js';

// A thread that reads blocks of lines of Windows events, one after the other as they come.

const { zoneName, ...settings } = workerData as BlockSettings;
const readBlock = blockReading({ ...settings, zone: timeZone(zoneName) });

parentPort?.on('message', ({ bytes, length }: BlockTask) => {
  const block = readBlock(new Uint8Array(bytes, 0, length));
  const { floats, ints } = block.kept;
  parentPort?.postMessage({ block, bytes }, [
    bytes,
    floats.buffer as ArrayBuffer,
    ints.buffer as ArrayBuffer,
  ]);
});
