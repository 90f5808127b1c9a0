/** Made-up auth rows: few users and machines, so that keys meet often, several rows a second, all kinds of rows. */
export function authRows(count: number, seed: number): string[] {
  const random = numbers(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  let time = 0;
  return Array.from({ length: count }, () => {
    time += random() < 0.4 ? Math.floor(random() * 3) : 0;
    const [user, source, target] = [
      `U${pick([1, 2, 3, 4])}@DOM1`,
      `C${pick([1, 2, 3])}`,
      `C${pick([1, 2, 3])}`,
    ];
    const orientation = pick(['LogOn', 'LogOff', 'LogOn', 'LogOff', 'TGS']);
    const origin = orientation === 'LogOff' ? target : source;
    return `${time},${user},${user},${origin},${target},${pick(['NTLM', '?'])},Network,${orientation},Success`;
  });
}

/** Numbers from 0 up to 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
