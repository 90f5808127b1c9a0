import { expect, it } from 'vitest';
import { MemoryFiles } from './testing/run-format.js';
import { SessionExport, type SessionExportOptions, type SessionRow } from './session-export.js';

const session = (session_id: number, end_time: number, processes: string[], label = 0): SessionRow => ({
  session_id,
  key: { dst_user: `U${session_id}@DOM1`, dst_machine: 'C1' },
  start_time: end_time - 10,
  end_time,
  label,
  processes,
  gaps: processes.map((_, i) => i * 3),
});
const rows = [
  session(1, 150884, ['P1', 'P2']),
  session(2, 150885, ['P1', 'P3'], 1),
  session(3, 10, []),
  session(4, 200000, ['P 4,"x"']),
];

function write(
  options: SessionExportOptions,
  sessions = rows,
): { files: MemoryFiles; tally: SessionExport['tally'] } {
  const files = new MemoryFiles();
  const exporting = new SessionExport(files, options);
  for (const row of sessions) exporting.count(row);
  for (const row of sessions) exporting.write(row);
  exporting.finish();
  return { files, tally: exporting.tally };
}

it('writes a session a line, those that ended before the first attack for training', () => {
  const { files, tally } = write({});
  expect(files.text('train.txt')).toBe('+0s P1 +2-3s P2\n\n');
  expect(files.text('test.txt')).toBe('+0s P1 +2-3s P3\n+0s P_4,"x"\n');
  expect(tally).toEqual({ train: 2, test: 2, attackedTrain: 0, attackedTest: 1 });
});

it('writes the same sessions as JSON, tokens as they are', () => {
  const { files } = write({ gaps: false });
  const lines = files.text('test.jsonl').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      session_id: 2,
      dst_user: 'U2@DOM1',
      dst_machine: 'C1',
      start_time: 150875,
      end_time: 150885,
      label: 1,
      tokens: ['P1', 'P3'],
    },
    {
      session_id: 4,
      dst_user: 'U4@DOM1',
      dst_machine: 'C1',
      start_time: 199990,
      end_time: 200000,
      label: 0,
      tokens: ['P 4,"x"'],
    },
  ]);
  expect(lines[0]).toMatch(/^\{"session_id":2,"dst_user":"U2@DOM1","dst_machine":"C1","start_time"/);
});

it('counts tokens, and those of training', () => {
  const { files } = write({ gaps: false });
  expect(files.text('vocabulary.csv')).toBe(
    'token,count,train_count\nP1,2,1\n"P 4,""x""",1,0\nP2,1,1\nP3,1,0\n',
  );
});

it('puts tokens below the cutoff out of the vocabulary', () => {
  const { files } = write({ gaps: false, cutoff: 2 });
  expect(files.text('vocabulary.csv')).toBe('token,count,train_count\nP1,2,1\n<oov>,3,1\n');
  expect(files.text('train.txt')).toBe('P1 <oov>\n\n');
  expect(files.text('test.txt')).toBe('P1 <oov>\n<oov>\n');
});

it('splits where it is told to', () => {
  expect(write({ splitSeconds: 11 }).tally).toMatchObject({ train: 1, test: 3 });
});

it('has all files when there are no sessions', () => {
  const { files } = write({}, []);
  expect(files.paths.sort()).toEqual([
    'test.jsonl',
    'test.txt',
    'train.jsonl',
    'train.txt',
    'vocabulary.csv',
  ]);
  expect(files.text('vocabulary.csv')).toBe('token,count,train_count\n');
});

it('refuses cutoffs that are none', () => {
  expect(() => new SessionExport(new MemoryFiles(), { cutoff: 0 })).toThrow('whole number from 1 on: "0"');
});
