import { createServer } from 'node:net';

// Below the ports that the kernel gives to outgoing connections, so that none of them takes the port of a node that
// is down for a moment.
const LOWEST = 10_240;
const HIGHEST = 32_000;

/** `count` ports of the loopback address that nothing listens on, picked at random. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
