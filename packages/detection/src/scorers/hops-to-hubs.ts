import { compareBytes } from '@cmsc/core';

/** Share of the destinations that are hubs; at least one is. */
const HUB_SHARE = 0.01;
/** What is farther than 3 hops, or not connected, counts as 4. */
export const FAR = 4;

/** Edges of an undirected graph, as the ids at both ends of each. */
export interface Edges {
  a: Int32Array;
  b: Int32Array;
}

/**
 * For each machine the hops to the nearest hub, {@link FAR} at most. Hubs are the busiest 1 % of destinations by number of users; of
 * equally busy ones those whose names come first by their bytes.
 *
 * @param users number of users of each machine, 0 for one that is no destination.
 */
export function hopsToHubs(
  users: Int32Array,
  { a, b }: Edges,
  nameOf: (machine: number) => string,
): Uint8Array {
  const hops = new Uint8Array(users.length).fill(FAR);
  for (const hub of busiest(users, nameOf)) hops[hub] = 0;
  for (let depth = 0; depth < FAR - 1; depth++)
    for (let edge = 0; edge < a.length; edge++) {
      const [one, other] = [a[edge] as number, b[edge] as number];
      if (hops[one] === depth && (hops[other] as number) > depth + 1) hops[other] = depth + 1;
      if (hops[other] === depth && (hops[one] as number) > depth + 1) hops[one] = depth + 1;
    }
  return hops;
}

function busiest(users: Int32Array, nameOf: (machine: number) => string): number[] {
  const destinations = Array.from(users.keys()).filter((machine) => (users[machine] as number) > 0);
  destinations.sort(
    (x, y) => (users[y] as number) - (users[x] as number) || compareBytes(nameOf(x), nameOf(y)),
  );
  return destinations.slice(0, Math.max(1, Math.floor(destinations.length * HUB_SHARE)));
}
