import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { engineFailed } from './engine.js';

describe('engineFailed', () => {
  it.each([
    ['IO Error: Could not write file "x": No space left on device', 'io', 'WRITE_FAILED', 'the disk is full'],
    [
      'Out of Memory Error: failed to offload data block … max_temp_directory_size',
      'io',
      'WRITE_FAILED',
      'disk is full',
    ],
    ['IO Error: Could not write file "x": File too large', 'io', 'WRITE_FAILED', 'limit for the size'],
    ['IO Error: Cannot open file "x": No such file or directory', 'io', 'WRITE_FAILED', 'its folder is gone'],
    ['IO Error: Cannot open file "x": Permission denied', 'io', 'WRITE_FAILED', 'permission denied'],
    ['Out of Memory Error: could not allocate block', 'limit', 'ENGINE_FAILED', 'allow it more'],
    [
      'INTERNAL Error: that should not be\n\nStack Trace:\nlibduckdb.so',
      'io',
      'ENGINE_FAILED',
      'should not be',
    ],
  ])('explains %j', (message, kind, code, text) => {
    const error = engineFailed('out.parquet', new Error(message));
    expect(error).toMatchObject({ kind, code, message: expect.stringContaining(text) });
    expect(error.message).toMatch(/^out\.parquet: /);
    expect(error.message).not.toContain('\n');
  });

  it('keeps errors that are explained already', () => {
    const error = new CmscError('io', 'OUTPUT_EXISTS', 'exists');
    expect(engineFailed('out.parquet', error)).toBe(error);
  });
});
