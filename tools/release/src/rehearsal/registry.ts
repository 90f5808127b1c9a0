import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/** A registry of this process, for `@cmsc/*` alone: it asks no other registry, and ends with the process. */
export class Registry {
  /** Such as `http://127.0.0.1:41873/`; empty before the start. */
  url = '';
  readonly #folder: string;
  #server: Server | null = null;

  /** @param folder for its files */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What an .npmrc needs so that npm takes the packages of this workspace from here, and only them. */
  get npmrc(): string {
    // npm publishes nothing without a token, even where nobody asks for one.
    return `@cmsc:registry=${this.url}\n${this.url.replace('http:', '')}:_authToken=rehearsal\n`;
  }

  /** Starts it on a free port of loopback. */
  async start(): Promise<void> {
    mkdirSync(this.#folder);
    const path = join(this.#folder, 'verdaccio.yaml');
    const configuration = {
      storage: join(this.#folder, 'storage'),
      auth: { htpasswd: { file: join(this.#folder, 'htpasswd'), max_users: -1 } },
      uplinks: {},
      packages: { '@cmsc/*': { access: '$all', publish: '$all' } },
      web: { enable: false },
      max_body_size: '100mb',
      log: { type: 'stdout', level: 'fatal' },
    };
    // JSON is YAML too.
    writeFileSync(path, JSON.stringify(configuration));
    const server = (await runServer(path)) as Server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** Path of a tarball that was published. */
  tarballPath(name: string, version: string): string {
    return join(this.#folder, 'storage', name, `${name.split('/')[1] as string}-${version}.tgz`);
  }

  /** Whether it has a version of a package. */
  async has(name: string, version: string): Promise<boolean> {
    const answer = await fetch(new URL(`${name}/${version}`, this.url));
    await answer.body?.cancel();
    return answer.ok;
  }

  async stop(): Promise<void> {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = null;
  }
}
