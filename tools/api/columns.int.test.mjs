import { expect, it } from 'vitest';
import { columnsPage, columnsPath } from './columns-page.mjs';
import { textOf } from './workspace.mjs';

it('docs/COLUMNS.md says what the columns mean (npm run api writes it anew)', async () => {
  expect(textOf(columnsPath)).toBe(await columnsPage());
});
