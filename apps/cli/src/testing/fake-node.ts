import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What takes the place of a ClickHouse node, on this machine alone. */
export interface FakeNode {
  /** `host:port` */
  host: string;
  close(): Promise<void>;
}

/** Starts a node that answers each statement as `answer` does. */
export async function startFakeNode(
  answer: (sql: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<FakeNode> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {}); // whoever asked has left
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(Buffer.concat(chunks).toString('latin1'), response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
