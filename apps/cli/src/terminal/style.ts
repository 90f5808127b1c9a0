/** Colours, or none. */
export interface Style {
  /** For what has to be seen first. */
  bold(text: string): string;
  /** For what can be passed over. */
  dim(text: string): string;
  /** For what is wrong. */
  red(text: string): string;
  /** For what is right. */
  green(text: string): string;
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const;

/** The escape codes of `colour`, or the text as it is. */
export function createStyle(colour: boolean): Style {
  const paint =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: paint(codes.bold), dim: paint(codes.dim), red: paint(codes.red), green: paint(codes.green) };
}

/** Whether a stream wants colour: a terminal, and neither --no-color nor NO_COLOR (https://no-color.org) forbids it. */
export function wantsColour(
  stream: { isTTY?: boolean },
  allowed: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return Boolean(stream.isTTY) && allowed && !environment.NO_COLOR && environment.TERM !== 'dumb';
}
