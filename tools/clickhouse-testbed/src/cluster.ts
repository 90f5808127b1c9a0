import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureEngine } from './engine.js';
import type { NodePlace, TestUser } from './node-config.js';
import type { Answer, OrderBody } from './protocol.js';

const SUPERVISOR = fileURLToPath(new URL('../dist/supervisor.js', import.meta.url));

/** What a cluster is to be like. */
export interface ClusterOptions {
  /** Number of nodes; each one is a shard. */
  nodes: number;
  /** Users besides `default`, who has no password and may do anything. */
  users?: readonly TestUser[];
  /** The most memory that a node may use, 4 GiB by default. */
  memoryBytes?: number;
  /** Lets this process end while the cluster runs, which ends with it. */
  background?: boolean;
}

/** A running node. */
export interface ClusterNode {
  /** `http://127.0.0.1:PORT` */
  url: string;
  host: string;
  httpPort: number;
  tcpPort: number;
  /** Ends the node at once, as a power cut would; its files stay. */
  kill(): Promise<void>;
  /** Starts a killed node again, on its ports and its files. */
  restart(): Promise<void>;
}

/** A running cluster. */
export interface TestCluster {
  /** Its name in `remote_servers` of every node. */
  name: string;
  nodes: ClusterNode[];
  /** Ends all nodes and removes their files. */
  stop(): Promise<void>;
}

/**
 * Starts ClickHouse nodes on loopback, on ports that are free, in a temporary folder: about half a second.
 * The engine is installed first where it is missing. Should this process die, nodes and files go with it.
 *
 * @throws Error when the platform has no engine, or a node does not start.
 * @example
 * const cluster = await startCluster({ nodes: 2 });
 * createClient({ url: cluster.nodes[0].url });
 * await cluster.stop();
 */
export async function startCluster(options: ClusterOptions): Promise<TestCluster> {
  await ensureEngine();
  const supervisor = new Supervisor();
  const name = 'cmsc';
  const { nodes, users = [], memoryBytes = 4 * 2 ** 30, background = false } = options;
  try {
    const settings = { cluster: name, users, memoryBytes };
    const places = await supervisor.order({ type: 'start', nodes, settings });
    if (background) supervisor.letGo();
    return {
      name,
      nodes: (places as NodePlace[]).map((place, i) => toNode(supervisor, place, i)),
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

function toNode(supervisor: Supervisor, { httpPort, tcpPort }: NodePlace, node: number): ClusterNode {
  return {
    url: `http://127.0.0.1:${httpPort}`,
    host: '127.0.0.1',
    httpPort,
    tcpPort,
    kill: async () => void (await supervisor.order({ type: 'kill', node })),
    restart: async () => void (await supervisor.order({ type: 'restart', node })),
  };
}

/** The other end of supervisor.ts. */
class Supervisor {
  // Apart from our process group: Ctrl-C in a terminal must reach the nodes through the supervisor alone.
  readonly #child: ChildProcess = fork(SUPERVISOR, {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #exited: Promise<void>;
  #orders = 0;

  constructor() {
    this.#child.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    this.#exited = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    void this.#exited.then(() => {
      for (const [id, answer] of this.#waiting)
        answer({ id, error: 'the supervisor of the cluster is gone' });
    });
  }

  async order(body: OrderBody): Promise<Answer['result']> {
    const id = this.#orders++;
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ ...body, id }, (error) => error && resolve({ id, error: error.message }));
    });
    this.#waiting.delete(id);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  }

  /** Keeps this process up no longer. */
  letGo(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }
}
