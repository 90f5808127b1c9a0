/** Bytes that mean something to some reader. */
const TOKENS = [
  ...['\0', '\n', '\r\n', '\r', '"', ',', ',,', '?', '-1', '99999999999', 'LogOn', 'logoff'],
  ...['\u{feff}', 'ü', '😀'],
].map((text) => Buffer.from(text));

/** Bytes that a change sees at a time: it costs the same in a file of any size. */
const PIECE_BYTES = 64;

/** A copy of `bytes` with `count` changes: bytes flipped, put in and left out, parts doubled, and the end cut off. */
export function mutate(bytes: Buffer, count: number, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) pieces.push(bytes.subarray(at, at + PIECE_BYTES));
  for (let i = 0; i < count; i++) {
    const last = below(40) === 0 ? pieces.pop() : undefined;
    if (last) pieces.push(last.subarray(0, below(last.length)));
    else {
      const piece = below(pieces.length);
      pieces[piece] = mutatePiece(pieces[piece] ?? Buffer.alloc(0), below);
    }
  }
  return Buffer.concat(pieces);
}

function mutatePiece(bytes: Buffer, below: (limit: number) => number): Buffer {
  const at = below(bytes.length + 1);
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  const part = after.subarray(0, below(24));
  switch (below(6)) {
    case 0:
      return Buffer.concat([before, Buffer.of(below(256)), after.subarray(1)]);
    case 1:
      return Buffer.concat([before, Buffer.of(below(256)), after]);
    case 2:
    case 3:
      return Buffer.concat([before, TOKENS[below(TOKENS.length)]!, after]);
    case 4:
      return Buffer.concat([before, after.subarray(part.length)]);
    default:
      return Buffer.concat([before, part, after]);
  }
}
