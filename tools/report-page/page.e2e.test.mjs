import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.mjs';
import { HOSTILE_NAMES, makePages } from './make-pages.mjs';

const executablePath = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'cmsc-page-'));
let browser;

/** A page that is open, and what it has asked for and said since. */
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  const address = pathToFileURL(join(folder, name)).href;
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:'))
      said.push(`asked for ${request.url()}`);
  });
  page.on('console', (message) => said.push(`said ${message.text()}`));
  page.on('pageerror', (error) => said.push(`threw ${error.message}`));
  page.on('dialog', (dialog) => {
    said.push(`showed ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return { page, said };
}

async function close({ page }) {
  await page.context().close();
}

const valuesOf = (page, column) =>
  page.$$eval(
    '#attacked-sessions tbody tr:not([hidden])',
    (rows, at) => rows.map(({ children }) => children[at].dataset.value ?? children[at].textContent),
    column,
  );

describe.skipIf(executablePath === undefined)(
  'the page of a campaign in Chromium (which has to be installed)',
  () => {
    beforeAll(async () => {
      await makePages(folder);
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([
      [1280, 'light', 'page.html'],
      [1280, 'dark', 'page.html'],
      [390, 'light', 'page.html'],
      [390, 'dark', 'hostile.html'],
      [1280, 'light', 'windows.html'],
    ])(
      '%i pixels wide, %s, %s: no request, no error, nothing that axe objects to',
      async (width, colorScheme, name) => {
        const opened = await open(name, { viewport: { width, height: 900 }, colorScheme });
        const { page, said } = opened;
        await page.evaluate(axe.source);
        const violations = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        });
        expect(violations).toEqual([]);
        expect(said).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await close(opened);
      },
    );

    it.each(['page.html', 'windows.html'])('text of a chart never lies on other text: %s', async (name) => {
      const opened = await open(name);
      const overlaps = await opened.page.$$eval('.chart svg', (charts) =>
        charts.flatMap((chart) => {
          const boxes = [...chart.querySelectorAll('text')]
            .filter((text) => text.textContent !== '')
            .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          return boxes.flatMap((a, i) =>
            boxes
              .slice(i + 1)
              .filter(({ box }) => {
                const width = Math.min(a.box.right, box.right) - Math.max(a.box.left, box.left);
                const height = Math.min(a.box.bottom, box.bottom) - Math.max(a.box.top, box.top);
                // A box is as high as the font allows: what is drawn is lower.
                return width > 1 && height > 0.35 * Math.min(a.box.height, box.height);
              })
              .map((b) => `${chart.parentElement.getAttribute('aria-label')}: ${a.text} and ${b.text}`),
          );
        }),
      );
      expect(overlaps).toEqual([]);
      await close(opened);
    });

    it('the table of attacked sessions sorts, filters and copies by keyboard', async () => {
      const opened = await open('page.html', { permissions: ['clipboard-read', 'clipboard-write'] });
      const { page } = opened;
      const all = await valuesOf(page, 4);
      expect(all.length).toBeGreaterThan(3);
      await page.locator('#attacked-sessions thead button', { hasText: 'duration' }).focus();
      const numbers = async () => (await valuesOf(page, 4)).map(Number);
      await page.keyboard.press('Enter');
      expect(await numbers()).toEqual(all.map(Number).toSorted((a, b) => a - b));
      await page.keyboard.press('Space');
      expect(await numbers()).toEqual(all.map(Number).toSorted((a, b) => b - a));
      expect(await page.locator('#attacked-sessions th[aria-sort=descending]').textContent()).toBe(
        'duration',
      );

      const [destination] = await valuesOf(page, 3);
      const filter = page.locator('#attacked-sessions input');
      await filter.focus();
      await page.keyboard.type(destination);
      const found = await valuesOf(page, 3);
      expect(found.length).toBeLessThan(all.length);
      expect(new Set(found)).toEqual(new Set([destination]));
      expect(await page.locator('#attacked-sessions output').textContent()).toBe(
        `${found.length} of ${all.length} rows`,
      );

      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#attacked-sessions output', { hasText: 'copied' }).waitFor();
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split('\n');
      expect(lines).toHaveLength(found.length + 1);
      expect(lines[1].split('\t')[3]).toBe(destination);
      await close(opened);
    });

    it('reads without script', async () => {
      const opened = await open('page.html', { javaScriptEnabled: false });
      const text = await opened.page.locator('main').innerText();
      for (const words of ['were attacked', 'The path', 'Where every label went', 'What this cannot say'])
        expect(text).toContain(words);
      expect(await opened.page.locator('.tools').count()).toBe(0);
      expect(await opened.page.locator('#attacked-sessions tbody tr').count()).toBeGreaterThan(3);
      expect(opened.said).toEqual([]);
      await close(opened);
    });

    it('prints within the paper, light, and without what only a screen has', async () => {
      const opened = await open('page.html', { colorScheme: 'dark', viewport: { width: 718, height: 1000 } });
      const { page } = opened;
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718);
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(await page.locator('#attacked-sessions .tools').isVisible()).toBe(false);
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await close(opened);
    });

    it('names that would be markup are text', async () => {
      const opened = await open('hostile.html');
      const { page, said } = opened;
      expect(
        await page.$$eval('script, b, [onload]', (found) => found.map(({ tagName }) => tagName)),
      ).toEqual(['SCRIPT']);
      const [account, from, to] = (await Promise.all([1, 2, 3].map((at) => valuesOf(page, at)))).flat();
      expect([account, from, to]).toEqual(Object.values(HOSTILE_NAMES).slice(0, 3));
      expect(await page.locator('#path svg').innerHTML()).toContain('&lt;b&gt;');
      expect(said).toEqual([]);
      await close(opened);
    });
  },
);
