// Files of tests share a process, one after the other: one that leaves it otherwise than it was fails itself, not another.
import { afterAll, expect } from 'vitest';

/** What programs set that are loaded: the folder that Nx was called in. */
const OF_OTHERS = ['INIT_CWD'];

const folder = process.cwd();
const variables = { ...process.env };

const changedVariables = () =>
  Object.keys({ ...variables, ...process.env }).filter(
    (name) => variables[name] !== process.env[name] && !OF_OTHERS.includes(name),
  );

afterAll(() => expect([process.cwd(), ...changedVariables()]).toEqual([folder]));
