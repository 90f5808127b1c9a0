// Makes the picture of the README anew: node tools/report-page/picture.mjs
import { generateDataset, runBuild, runReport } from '@cmsc/pipeline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const PICTURE = join(import.meta.dirname, '../../docs/report.png');

const folder = mkdtempSync(join(tmpdir(), 'cmsc-picture-'));
process.chdir(folder); // so that no path of this machine is in the picture
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  await generateDataset({ directory: 'data', events: 200_000, seed: 1 });
  await runBuild({ inputs: ['data'], output: 'cmsc.duckdb' });
  await runReport({ database: 'cmsc.duckdb', output: 'report.html' });
  const page = await browser.newPage({ viewport: { width: 1200, height: 2000 }, deviceScaleFactor: 0.75 });
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  // Its first two sections.
  const { y } = await page.locator('#path').boundingBox();
  await page.screenshot({ path: PICTURE, fullPage: true, clip: { x: 0, y: 0, width: 1200, height: y } });
} finally {
  await browser.close();
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true, force: true });
}
