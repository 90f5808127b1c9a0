import { describe, expect, it } from 'vitest';
import { databaseFailed } from './database-failed.js';

describe('databaseFailed', () => {
  it.each([
    ['IO Error: Cannot open file "/data/x.duckdb": Permission denied', "can't be opened, permission denied"],
    [
      'IO Error: Cannot open file "/data/x.duckdb": Too many open files',
      "can't be opened, too many open files",
    ],
    [
      'IO Error: Cannot open file "/tmp/spill.tmp": No such file or directory',
      "can't be written: its folder is gone",
    ],
  ])('says of %j what the system did not allow', (message, words) => {
    const error = databaseFailed('x.duckdb', new Error(message));
    expect(error).toMatchObject({ kind: 'io', message: `x.duckdb: ${words}` });
  });
});
