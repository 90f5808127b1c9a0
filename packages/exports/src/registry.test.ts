import { AUTH_COLUMNS } from '@cmsc/core';
import { expect, it } from 'vitest';
import { EXPORT_NAMES, exportFormats, exportNamed } from './registry.js';

it('knows all exports by name', () => {
  expect(EXPORT_NAMES).toEqual([...exportFormats.map(({ name }) => name), 'sessions']);
  expect(new Set(EXPORT_NAMES).size).toBe(EXPORT_NAMES.length);
  expect(EXPORT_NAMES).toContain('euler');
  for (const format of exportFormats) {
    expect(exportNamed(format.name)).toBe(format);
    expect(format.columns.every((column) => AUTH_COLUMNS.includes(column))).toBe(true);
  }
  expect(() => exportNamed('eular')).toThrow('there is no such export: "eular" (use one of euler, argus');
});
