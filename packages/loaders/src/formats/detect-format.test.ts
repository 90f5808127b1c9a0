import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.js';

const authRow = '1,U1@DOM1,U2@DOM1,C1,C2,NTLM,Network,LogOn,Success'.split(',');
const flowsRow = '1,0,C1,N2,C2,443,6,10,5323'.split(',');
const procRow = '1,U1@DOM1,C1,P1,Start'.split(',');
const dnsRow = '1,C1,C2'.split(',');
const redteamRow = '1,U1@DOM1,C1,C2'.split(',');

describe('detectFormat', () => {
  it.each([
    ['auth', authRow],
    ['flows', flowsRow],
    ['proc', procRow],
    ['dns', dnsRow],
    ['redteam', redteamRow],
  ])('recognises %s by its rows, whatever the file is called', (name, row) => {
    expect(detectFormat([row, row], 'data/x.bin')?.name).toBe(name);
    expect(detectFormat([row], 'data/dns.txt')?.name).toBe(name);
  });

  it('bears with bad rows while most are good', () => {
    expect(detectFormat([authRow, [''], authRow], 'x')?.name).toBe('auth');
    expect(detectFormat([authRow, [''], ['']], 'x')).toBeUndefined();
  });

  it('lets the name decide when the values are damaged, but not against the number of columns', () => {
    const damaged = authRow.map(() => '!');
    expect(detectFormat([damaged], '/data/auth_part_00.csv.gz')?.name).toBe('auth');
    expect(detectFormat([damaged], '/data/flows.txt')?.name).toBe('flows');
    expect(detectFormat([damaged], '/data/proc.txt')).toBeUndefined();
  });

  it('goes by the name alone when there is no row', () => {
    expect(detectFormat([], '/data/proc.txt.gz')?.name).toBe('proc');
    expect(detectFormat([], '-')).toBeUndefined();
  });
});
