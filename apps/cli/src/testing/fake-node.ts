import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What takes the place of a ClickHouse node, on this machine alone. */
export interface FakeNode {
  /** `host:port` */
  host: string;
  close(): Promise<void>;
}

/** Starts a node that answers each statement as `answer` does; rows that come with one stand behind it. */
export async function startFakeNode(
  answer: (statement: string, response: ServerResponse) => void,
): Promise<FakeNode> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://node');
    const chunks: Buffer[] = [];
    request.on('error', () => {}); // whoever asked has left
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      answer((searchParams.get('query') ?? '') + Buffer.concat(chunks).toString('latin1'), response),
    );
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
