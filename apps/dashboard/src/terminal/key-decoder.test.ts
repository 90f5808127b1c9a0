import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyDecoder, pastedText } from './key-decoder.js';

/** Names of the keys in what was read, of which nothing more comes. */
function keysIn(...reads: string[]): string[] {
  const keys = new KeyDecoder();
  return [...reads.flatMap((text) => keys.push(text)), ...keys.flush()];
}

describe('KeyDecoder', () => {
  it('names keys, and characters by themselves', () => {
    expect(keysIn('\u001b[A')).toEqual(['up']);
    expect(keysIn('\u0013')).toEqual(['ctrl-s']);
    expect(keysIn('\u001b[Z')).toEqual(['shift-tab']);
    expect(keysIn('\u001b')).toEqual(['escape']);
    expect(keysIn('G')).toEqual(['G']);
    expect(keysIn(' ')).toEqual(['space']);
  });

  it('knows the codes of several terminals, with and without what is held down', () => {
    const codes = [
      '[A',
      'OA',
      '[1;5A',
      '[a',
      'Oa',
      '[5~',
      '[5;3~',
      '[5^',
      '[5$',
      '[[5~',
      '[H',
      'OF',
      '[1~',
      '[7~',
    ];
    expect(codes.flatMap((code) => keysIn(`\u001b${code}`))).toEqual([
      ...['up', 'up', 'up', 'up', 'up', 'pageup', 'pageup', 'pageup', 'pageup', 'pageup'],
      ...['home', 'end', 'home', 'home'],
    ]);
    expect(keysIn('\r\n\t\b\u007f')).toEqual(['enter', 'enter', 'tab', 'backspace', 'backspace']);
  });

  it('takes apart what came at once', () => {
    expect(keysIn('jj/a\r')).toEqual(['j', 'j', '/', 'a', 'enter']);
    expect(keysIn('漢👍')).toEqual(['漢', '👍']);
    expect(keysIn('\u0015/tmp\u0017')).toEqual(['ctrl-u', '/', 't', 'm', 'p', 'ctrl-w']);
  });

  it('are Escape and a key where both were read at once, which terminals send for Alt and the key, too', () => {
    expect(keysIn('\u001bq')).toEqual(['escape', 'q']);
    expect(keysIn('\u001b\r')).toEqual(['escape', 'enter']);
    expect(keysIn('\u001b[1;3A')).toEqual(['up']);
    expect(keysIn('\u001b\u001b/\u001b\u0015')).toEqual(['escape', 'escape', '/', 'escape', 'ctrl-u']);
  });

  it('gives the same keys however they are cut into reads', () => {
    const codes = Object.entries({
      up: '\u001b[A',
      pagedown: '\u001b[6~',
      escape: '\u001b',
      'ctrl-u': '\u0015',
      enter: '\r',
    });
    const key = fc.constantFrom(
      ...codes,
      ...['q', '/', '5', '漢', '👍'].map((each) => [each, each] as const),
    );
    fc.assert(
      fc.property(fc.array(key), fc.array(fc.nat({ max: 60 })), (pressed, places) => {
        const text = Array.from(pressed.map(([, code]) => code).join(''));
        const cuts = [0, ...places.sort((a, b) => a - b), text.length];
        const reads = cuts.slice(1).map((end, i) => text.slice(cuts[i], end).join(''));
        expect(keysIn(...reads)).toEqual(pressed.map(([name]) => name));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('leaves out keys that it does not know, other control characters, and what a terminal answers', () => {
    expect(keysIn('\u001b[57;3~')).toEqual([]);
    expect(keysIn('\u001bOP\u001b[[A\u001b[15~')).toEqual([]);
    expect(keysIn('\u001b[?1;2c\u001b[I\u001b[<0;3;4M')).toEqual([]);
    expect(keysIn('\u0000')).toEqual([]);
  });

  it('takes what is pasted as one text, however it is cut into reads, and whatever is in it', () => {
    const text = 'q\u001b[A\r:quit\n\u0003漢';
    const sent = Array.from(`j\u001b[200~${text}\u001b[201~k\u001b[B`);
    for (let cut = 0; cut <= sent.length; cut++) {
      const names = keysIn(sent.slice(0, cut).join(''), sent.slice(cut).join(''));
      expect(names.map((name) => pastedText(name) ?? name)).toEqual(['j', text, 'k', 'down']);
      expect(names.map((name) => pastedText(name) !== null)).toEqual([false, true, false, false]);
    }
    expect(keysIn(...sent).map((name) => pastedText(name) ?? name)).toEqual(['j', text, 'k', 'down']);
  });

  it('takes a pasted text without its end for what came of it', () => {
    const keys = new KeyDecoder();
    expect([keys.push('\u001b[200~abc'), keys.restMs]).toEqual([[], 1000]);
    expect([keys.flush().map(pastedText), keys.restMs]).toEqual([['abc'], null]);
    expect(keys.push('q')).toEqual(['q']);
  });

  it('holds what may be the beginning of a key, until nothing more comes', () => {
    const keys = new KeyDecoder();
    expect([keys.push('a\u001b'), keys.restMs]).toEqual([['a'], 20]);
    expect([keys.push('[1;'), keys.restMs]).toEqual([[], 20]);
    expect([keys.push('2B\u001b['), keys.restMs]).toEqual([['down'], 20]);
    expect([keys.flush(), keys.restMs]).toEqual([['escape', '['], null]);
  });
});
