#!/usr/bin/env node
// node start.mjs --nodes 2: a cluster to play with, until Ctrl-C.
import { parseArgs } from 'node:util';
import { startCluster } from './dist/index.js';

const { values } = parseArgs({ options: { nodes: { type: 'string', default: '2' } } });
const nodes = Number(values.nodes);
if (!Number.isInteger(nodes) || nodes < 1) {
  console.error('--nodes wants a whole number from 1');
  process.exit(2);
}

const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
});
const cluster = await startCluster({ nodes });
for (const { url, tcpPort } of cluster.nodes) console.log(`${url} (tcp ${tcpPort})`);
console.error(`cluster '${cluster.name}', user 'default' without a password; Ctrl-C ends it`);
await stopped;
await cluster.stop();
