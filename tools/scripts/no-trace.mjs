// Files of tests share a process, one after the other: one that leaves it otherwise than it was fails itself, not another.
import { afterAll, expect } from 'vitest';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const stateOfProcess = () => ({
  folder: process.cwd(),
  variables: { ...process.env },
  handlers: SIGNALS.map((signal) => `${process.listenerCount(signal)} of ${signal}`),
});

const before = stateOfProcess();
afterAll(() => expect(stateOfProcess()).toEqual(before));
