import { CmscError } from '@cmsc/core';

/** Where the code of a thread is. Under vitest this file runs from src, where a worker is TypeScript that a thread can't load: take the built one. */
export function workerFile(name: string): URL {
  return new URL(
    import.meta.url.endsWith('.ts') ? `../../dist/threads/${name}` : `./${name}`,
    import.meta.url,
  );
}

/** The error of a thread that has ended before its time: WORKER_DIED (io). `does` is what it does: "reads". */
export function workerDied(does: string, cause: unknown): CmscError {
  return new CmscError('io', 'WORKER_DIED', `a thread that ${does} ended before its time`, {
    hint: `see the cause with --debug; --threads 1 ${does} without it`,
    text: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
