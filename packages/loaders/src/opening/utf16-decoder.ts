import { CmscError } from '@cmsc/core';
import { nameOfInput } from './places.js';

/** Which byte of a unit comes first. */
export type Utf16Order = 'utf-16le' | 'utf-16be';

/** The order of bytes in UTF-16, by its mark, or by the zero bytes that its digits, brackets and commas have; undefined for other text. */
export function utf16Order(head: Uint8Array): Utf16Order | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 1].map((odd) => [odd, odd + 2].every((at) => head[at] === 0));
  const others = [0, 1].map((odd) => [odd, odd + 2].every((at) => (head[at] ?? 0) > 0));
  if (zeros[1]! && others[0]!) return 'utf-16le';
  return zeros[0]! && others[1]! ? 'utf-16be' : undefined;
}

/** Turns UTF-16 into UTF-8, chunk by chunk. */
export interface Utf16Decoder {
  /** @throws CmscError NOT_UTF8 (data) for halves of characters. */
  push(chunk: Uint8Array): Uint8Array;
  /** @throws CmscError NOT_UTF8 (data) when a character is cut off. */
  end(): void;
}

/** A decoder for text that is UTF-16; undefined for other text. */
export function utf16Decoder(head: Uint8Array, path: string): Utf16Decoder | undefined {
  const order = utf16Order(head);
  if (order === undefined) return undefined;
  const decoder = new TextDecoder(order, { fatal: true });
  const decode = (chunk: Uint8Array, stream: boolean) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream }));
    } catch (cause) {
      const hint = 'it is cut off, or damaged: export it again';
      const place = { file: nameOfInput(path), hint, cause };
      throw new CmscError('data', 'NOT_UTF8', 'the text is not valid UTF-16', place);
    }
  };
  return { push: (chunk) => decode(chunk, true), end: () => void decode(new Uint8Array(0), false) };
}
