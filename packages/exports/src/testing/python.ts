import { execFileSync, spawnSync } from 'node:child_process';

/** Whether there is a Python to check pickles with. */
export const hasPython = spawnSync('python3', ['-c', '']).status === 0;

/** What Python's pickle.load gives back, by way of JSON. */
export function unpickle(bytes: Uint8Array): unknown {
  const program = 'import json, pickle, sys; print(json.dumps(pickle.load(sys.stdin.buffer)))';
  return JSON.parse(execFileSync('python3', ['-c', program], { input: bytes, encoding: 'utf8' }));
}

/**
 * A pickled list of strings, opcode by opcode: what `pickleStrings` writes and nothing else.
 *
 * @throws Error for any other pickle.
 */
export function readPickledStrings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  if (buffer.toString('latin1', 0, 4) !== '\x80\x02](') throw new Error('not a protocol 2 list');
  const strings: string[] = [];
  let at = 4;
  while (buffer[at] === 0x58) {
    const length = buffer.readUInt32LE(at + 1);
    strings.push(buffer.toString('utf8', at + 5, at + 5 + length));
    at += 5 + length;
  }
  if (buffer.toString('latin1', at) !== 'e.') throw new Error(`unexpected opcode at ${at}`);
  return strings;
}
