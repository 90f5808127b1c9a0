import { randomNumbers, type AuthEvent } from '@cmsc/core';

const OTHERS = ['TGS', 'TGT', 'AuthMap', 'ScreenLock'];

/**
 * A random auth file with few keys, so that ties, repeats, orphans and open ends come about. Its users carry `tag`: rows
 * of several files merge into one file without having a key in common.
 */
export function randomRows(seed: number, tag: string): AuthEvent[] {
  const random = randomNumbers(seed);
  const below = (count: number) => Math.floor(random() * count);
  const [users, sources, destinations] = [1 + below(4), 1 + below(4), 1 + below(3)];
  const stepChance = [0.02, 0.3, 1][below(3)] as number;
  const [logons, others, repeats] = [0.2 + 0.6 * random(), random() * 0.4, random() * 0.3];
  const rows: AuthEvent[] = [];
  let time = below(3);
  for (let i = below(120); i > 0; i--) {
    if (random() < stepChance) time += below(3);
    const last = rows.at(-1);
    if (last && random() < repeats) rows.push({ ...last, time });
    else rows.push(row(time, `U${below(users)}@${tag}`, `C${below(sources)}`, `C${below(destinations)}`));
  }
  return rows;

  function row(at: number, user: string, source: string, destination: string): AuthEvent {
    const kind = random() < others ? OTHERS[below(OTHERS.length)] : random() < logons ? 'LogOn' : 'LogOff';
    return {
      time: at,
      src_user: `U${below(3)}@DÖM1`,
      dst_user: user,
      src_machine: source,
      dst_machine: destination,
      auth_type: random() < 0.5 ? 'Kerberos' : '?',
      logon_type: random() < 0.8 ? 'Network' : "it's \\ odd",
      orientation: kind as string,
      result: random() < 0.9 ? 'Success' : 'Fail',
    };
  }
}

/** Several files as one: by time, and within a second one file after the other. */
export function mergedRows(files: readonly AuthEvent[][]): AuthEvent[] {
  return files.flat().sort((a, b) => a.time - b.time);
}

/** Items in a random order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed);
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
