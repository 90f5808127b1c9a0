/** In every runtime, though not in the language's own types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

const ENCODER = new TextEncoder();

/** `text` as UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}
