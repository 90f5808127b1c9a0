/** A session of a built database; without `end` one that never ended. */
export interface JoinSession {
  id: number;
  user: string;
  computer: string;
  start: number;
  end?: number;
}

/** A process start, in the order of the file. */
export interface JoinStart {
  time: number;
  user: string;
  computer: string;
  name: string;
}

/** The rows of `session_processes`: every start looks at every session of its pair. */
export function joinPlainly(sessions: readonly JoinSession[], starts: readonly JoinStart[]): unknown[][] {
  const placed = new Map<number, [time: number, gap: number, name: string][]>();
  for (const { time, user, computer, name } of starts) {
    const owner = sessions
      .filter((session) => session.user === user && session.computer === computer)
      .filter(({ start, end }) => end !== undefined && start <= time && time <= end)
      .sort((a, b) => a.start - b.start || a.id - b.id)
      .at(-1);
    if (!owner) continue;
    const inside = placed.get(owner.id) ?? [];
    inside.push([time, time - (inside.at(-1)?.[0] ?? owner.start), name]);
    placed.set(owner.id, inside);
  }
  return [...placed]
    .sort(([a], [b]) => a - b)
    .flatMap(([id, inside]) => inside.map((row, i) => [id, i + 1, ...row]));
}
