import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { procRow } from './testing/rows.js';

const HEADER = 'user_domain,computer,process_name,start_time,end_time,duration,starts,ends\n';

const PROC =
  procRow(1, 'U1@D', 'C1', 'P1', 'Start') +
  procRow(2, 'U1@D', 'C1', 'P2', 'End') +
  procRow(2, 'U1@D', 'C1', 'P2', 'Start') +
  procRow(4, 'U1@D', 'C1', 'P1', 'End') +
  procRow(9, 'U1@D', 'C1', 'P2', 'End');

describe('cmsc processes', () => {
  it('pairs starts and ends of a second under preset destination', async () => {
    const { status, stdout } = await cmsc(['processes', '-'], { stdin: PROC });
    expect(status).toBe(0);
    expect(stdout).toBe(`${HEADER}U1@D,C1,P1,1,4,3,1,1\nU1@D,C1,P2,2,9,7,1,2\n`);
  });

  it('keeps their file order under preset notebook, with the same key', async () => {
    const { stdout } = await cmsc(['processes', '-', '--preset', 'notebook'], { stdin: PROC });
    expect(stdout).toBe(`${HEADER}U1@D,C1,P1,1,4,3,1,1\nU1@D,C1,P2,2,9,7,1,1\n`);
  });

  it('filters by user_domain and computer', async () => {
    const stdin = PROC.replaceAll('C1', 'C7') + PROC.replace(/^\d/gm, (time) => `1${time}`);
    const { stdout } = await cmsc(['processes', '-', '--computer', 'C7', '--user', 'U1@*'], { stdin });
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual(['U1@D,C7,P1,1,4,3,1,1', 'U1@D,C7,P2,2,9,7,1,2']);
  });

  it('has no red team', async () => {
    const { status, stderr } = await cmsc(['processes', '-', '--redteam', 'redteam.txt'], { stdin: PROC });
    expect(status).toBe(2);
    expect(stderr).toContain("unknown option '--redteam'");
  });
});
