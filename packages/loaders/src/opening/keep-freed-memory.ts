import { MessageChannel } from 'node:worker_threads';

/** Just below the most that the C library's threshold can rise to, 32 MiB. */
const BLOCK_BYTES = 32 * 1024 * 1024 - 65_536;

let isKept = false;

/**
 * Lets the C library keep freed blocks of up to 32 MiB for their next use. zlib's stream takes a new buffer for every
 * piece it inflates; glibc hands each back to the system, which has to clear the pages anew: five faults of a page a
 * piece of text of 128 KiB, a quarter of the time of inflating. glibc raises its threshold to the size of the largest
 * block that it has seen freed, so one such block is freed here, which no page was ever touched of.
 * With other C libraries it does nothing.
 */
export function keepFreedMemory(): void {
  if (isKept) return;
  isKept = true;
  const { port1, port2 } = new MessageChannel();
  port2.close();
  // What is sent to a closed port is freed at once: an ordinary buffer would wait for the garbage collector.
  const block = new ArrayBuffer(BLOCK_BYTES);
  port1.postMessage(block, [block]);
  port1.close();
}
