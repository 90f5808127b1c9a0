import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/** A registry of this process: it ends with it, however that ends. */
export interface Registry {
  /** Such as `http://127.0.0.1:41873/`. */
  url: string;
  /** What an .npmrc needs so that npm takes the packages of this workspace from here, and only them. */
  npmrc: string;
  stop(): Promise<void>;
}

/** Starts a registry on a free port of loopback. It holds `@cmsc/*` alone and asks no other registry. */
export async function startRegistry(folder: string): Promise<Registry> {
  const server = (await runServer(configuration(folder))) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    // npm publishes nothing without a token, even where nobody asks for one.
    npmrc: `@cmsc:registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\n`,
    stop: () => stop(server),
  };
}

/** Path of a published tarball in the registry's folder. */
export function tarballPath(folder: string, name: string, version: string): string {
  return join(folder, 'storage', name, `${name.split('/')[1] as string}-${version}.tgz`);
}

// JSON is YAML too.
function configuration(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'verdaccio.yaml');
  const everybody = { access: '$all', publish: '$all' };
  writeFileSync(
    path,
    JSON.stringify({
      storage: join(folder, 'storage'),
      auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
      uplinks: {},
      packages: { '@cmsc/*': everybody },
      web: { enable: false },
      max_body_size: '100mb',
      log: { type: 'stdout', level: 'fatal' },
    }),
  );
  return path;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
