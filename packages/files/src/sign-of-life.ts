import { closeSync, constants, openSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { systemCode } from './errors.js';

// A file lock would do, but Node has none. A socket that is listened to is as good: the system stops answering for it
// when its process ends, however that ends, and every process of the machine can ask, in whatever container it runs.

const SOCKET = 'alive';

/** The shortest of the limits that systems have for the path of a socket, without the zero behind it. */
const LONGEST_PATH_BYTES = 103;

/** What {@link showLife} has begun. */
export interface SignOfLife {
  /** Whether others can see it. */
  readonly isShown: boolean;
  /** Ends it. */
  stop(): void;
}

/** Shows, for as long as this process lives, that the folder `folder` is in use. Where that can't be, nothing happens. */
export function showLife(folder: string): SignOfLife {
  const place = socketIn(folder);
  let server: Server | undefined;
  if (place) {
    server = createServer((asking) => asking.destroy());
    server.on('error', () => undefined);
    server.listen(place.path).unref();
  }
  return {
    isShown: server?.listening === true,
    stop() {
      server?.close(() => undefined);
      place?.close();
    },
  };
}

/** Whether whoever showed life in `folder` is no more. False when it lives, never showed life, or can't be asked. */
export async function isDead(folder: string): Promise<boolean> {
  const place = socketIn(folder);
  if (!place) return false;
  try {
    return await new Promise<boolean>((answer) => {
      const asking = connect(place.path);
      asking.once('connect', () => answer(false)).once('error', (error) => answer(isRefused(error)));
      asking.once('close', () => answer(false));
      asking.once('connect', () => asking.destroy());
    });
  } finally {
    place.close();
  }
}

function isRefused(error: Error): boolean {
  return systemCode(error) === 'ECONNREFUSED';
}

/** The path of the socket, or a shorter way to it by the open folder. */
function socketIn(folder: string): { path: string; close(): void } | undefined {
  const path = join(folder, SOCKET);
  if (Buffer.byteLength(path) <= LONGEST_PATH_BYTES) return { path, close: () => undefined };
  if (process.platform !== 'linux') return undefined;
  try {
    const open = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    return { path: `/proc/self/fd/${open}/${SOCKET}`, close: () => closeSync(open) };
  } catch {
    return undefined;
  }
}
