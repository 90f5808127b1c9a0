// A process of its own that owns the nodes of one cluster. It ends them and removes their files when it is told to, and
// also when the process that started it is gone, however that ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterSettings } from './node-config.js';
import { freePorts } from './ports.js';
import type { Answer, Order } from './protocol.js';
import { TestNode } from './test-node.js';

const ATTEMPTS = 5;

let folder: string | undefined;
let nodes: TestNode[] = [];

/** Another process may take a port between our look and the node's: then all ports are picked anew. */
async function startNodes(count: number, settings: Omit<ClusterSettings, 'tcpPorts'>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    folder = mkdtempSync(join(tmpdir(), 'cmsc-clickhouse-'));
    const ports = await freePorts(2 * count);
    const tcpPorts = ports.slice(0, count);
    nodes = tcpPorts.map((tcpPort, i) => {
      const place = { folder: `${folder}/node-${i}`, httpPort: ports[count + i] as number, tcpPort };
      return new TestNode(place, { ...settings, tcpPorts });
    });
    const started = await Promise.allSettled(nodes.map((node) => node.start()));
    const failure = started.find((result) => result.status === 'rejected');
    if (!failure) return;
    await stopNodes();
    if (attempt === ATTEMPTS || !/already in use/i.test(String(failure.reason))) throw failure.reason;
  }
}

async function stopNodes(): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
  if (folder) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
}

async function carryOut(order: Order): Promise<Answer['result']> {
  switch (order.type) {
    case 'start':
      await startNodes(order.nodes, order.settings);
      return nodes.map((node) => node.place);
    case 'kill':
      return nodes[order.node]?.kill();
    case 'restart':
      return nodes[order.node]?.start();
    case 'stop':
      return stopNodes();
  }
}

// Orders are carried out one after the other, the end of everything after the last of them.
let last: Promise<unknown> = Promise.resolve();

process.on('message', (order: Order) => {
  last = last.then(async () => {
    const answer: Answer = { id: order.id };
    try {
      answer.result = await carryOut(order);
    } catch (error) {
      answer.error = error instanceof Error ? error.message : String(error);
    }
    if (process.connected) process.send?.(answer);
  });
});

function end(): void {
  last = last.then(stopNodes).finally(() => process.exit());
}

process.on('disconnect', end);
process.on('SIGTERM', end);
