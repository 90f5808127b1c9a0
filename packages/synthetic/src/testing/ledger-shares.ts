/** Shares of the ledger of preset destination. */
export interface LedgerShares {
  /** Of LogOns that succeeded, those while the key was open. */
  repeats: number;
  /** Of LogOffs, those of a key that nobody had logged on to. */
  orphans: number;
  /** Of LogOns that succeeded, those that no LogOff followed. */
  open: number;
  /** Of sessions, those that end in the second in which they began. */
  zeroLength: number;
  /** Of LogOns and LogOffs, those that share key and second with another one. */
  tied: number;
}

/** Where LogOns and LogOffs go: a few lines for each key, by the text of the rule alone. */
export function lifeShares(rows: readonly (readonly string[])[]): LedgerShares {
  const keys = new Map<string, Map<string, { starts: number; ends: number }>>();
  const total = { starts: 0, ends: 0 };
  for (const [time, , user, , machine, , , orientation, result] of rows) {
    const start = orientation === 'LogOn' && result === 'Success';
    if (!start && orientation !== 'LogOff') continue;
    const key = `${user},${machine}`;
    if (!keys.has(key)) keys.set(key, new Map());
    const seconds = keys.get(key)!;
    if (!seconds.has(time!)) seconds.set(time!, { starts: 0, ends: 0 });
    seconds.get(time!)![start ? 'starts' : 'ends']++;
    total[start ? 'starts' : 'ends']++;
  }
  const sum = { sessions: 0, repeats: 0, orphans: 0, open: 0, zeroLength: 0, tied: 0 };
  for (const seconds of keys.values()) addLife(seconds, sum);
  return {
    repeats: sum.repeats / total.starts,
    orphans: sum.orphans / total.ends,
    open: sum.open / total.starts,
    zeroLength: sum.zeroLength / sum.sessions,
    tied: sum.tied / (total.starts + total.ends),
  };
}

function addLife(
  seconds: Map<string, { starts: number; ends: number }>,
  sum: Record<'sessions' | 'repeats' | 'orphans' | 'open' | 'zeroLength' | 'tied', number>,
): void {
  let session: { start: string; end?: string } | undefined;
  const finish = () => {
    if (session === undefined) return;
    if (session.end === undefined) sum.open++;
    else sum.sessions++;
    if (session.end === session.start) sum.zeroLength++;
  };
  for (const [time, { starts, ends }] of seconds) {
    if (starts + ends > 1) sum.tied += starts + ends;
    for (let left = { starts, ends }; left.starts + left.ends > 0;) {
      const isOpen = session !== undefined && session.end === undefined;
      if (left.ends > 0 && (isOpen || left.starts === 0)) {
        left = { ...left, ends: left.ends - 1 };
        if (session === undefined) sum.orphans++;
        else session.end = time;
        continue;
      }
      left = { ...left, starts: left.starts - 1 };
      if (isOpen) sum.repeats++;
      else {
        finish();
        session = { start: time };
      }
    }
  }
  finish();
}
