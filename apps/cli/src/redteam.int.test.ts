import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';

const REDTEAM = '86400,U2@DOM1,C1,C2\n86399,U1@C5,C1,C2\n86400,U2@DOM1,C1,C2\n86401,U2@DOM1,C9,C3\n';

describe('cmsc redteam', () => {
  it('tells rows, distinct rows, names and days as text', async () => {
    const { status, stdout, stderr } = await cmsc(['redteam', '-'], { stdin: REDTEAM });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^rows +4$/m);
    expect(stdout).toMatch(/^distinct +3: 1 tuple repeats, in 1 surplus row$/m);
    expect(stdout).toMatch(/^time +86399 to 86401$/m);
    expect(stdout).toMatch(/^top users\n {2}U2@DOM1 +3\n {2}U1@C5 +1$/m);
    expect(stdout).toMatch(/^days\n {2}day 0 +1\n {2}day 1 +3\n/m);
  });

  it('tells the same as JSON', async () => {
    const { stdout } = await cmsc(['redteam', '-', '--format', 'json'], { stdin: REDTEAM });
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 4,
      distinct: 3,
      users: [
        { name: 'U2@DOM1', rows: 3 },
        { name: 'U1@C5', rows: 1 },
      ],
      days: [
        { day: 0, rows: 1 },
        { day: 1, rows: 3 },
      ],
    });
  });

  it('reads other dialects', async () => {
    const stdin = `src_user;attack_time;src_machine;dst_machine\n${'U1;7;C1;C2\n'.repeat(2)}`;
    const { stdout } = await cmsc(['redteam', '-', '--header', '--delimiter', ';'], { stdin });
    expect(stdout).toMatch(/^rows +2$/m);
  });

  it('offers no option that it has not', async () => {
    const stdin = Buffer.from('1,U1@D,C1,C2\n2,U\xff,C1,C2\n', 'latin1');
    const { status, stderr } = await cmsc(['redteam', '-'], { stdin });
    expect(status).toBe(1);
    expect(stderr).toMatch(/:2: the row is not valid UTF-8: .* \(convert the file to UTF-8\)\n$/);
  });

  it('is empty for an empty file', async () => {
    const { status, stdout } = await cmsc(['redteam', '-']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^rows +0$/m);
  });
});
