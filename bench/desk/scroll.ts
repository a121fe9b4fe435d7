// How smoothly the long lists scroll, against a bare grid of as many cells in a page of the same browser, in turn.
import type { BrowserContext, Page } from 'playwright-core';
import { scrollRatio } from './samples.ts';

/** `row`: selects a row of the list; the longest list of the page where it is left out. */
export type List = { rows: number; columns: number; row?: string };
export type Scrolled = { ratio: number; listFps: number; bareFps: number; rows: number };

const EACH_MS = 3_000;
const ROUNDS = 3;

/** `page` shows the list already. */
export async function scrolled(page: Page, { rows, columns, row }: List): Promise<Scrolled> {
  const bare = await bareGrid(page.context(), rows, columns);
  const [own, empty]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await page.bringToFront();
    own.push(await page.evaluate(([ms, of]) => window.scrollFps(ms, of), [EACH_MS, row ?? null] as const));
    await bare.bringToFront();
    empty.push(await bare.evaluate((ms) => window.scrollFps(ms, null), EACH_MS));
  }
  await bare.close();
  await page.bringToFront();
  const mean = (values: number[]): number => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  return { ratio: scrollRatio(own, empty), listFps: mean(own), bareFps: mean(empty), rows };
}

/** Scrolls until so many rows were read, or there are no more. */
export async function readOn(page: Page, row: string, wanted: number): Promise<number> {
  let seen = 0;
  for (let before = -1; seen < wanted && seen > before;) {
    before = seen;
    await page.locator(row).last().scrollIntoViewIfNeeded();
    await page
      .waitForFunction(([of, than]) => document.querySelectorAll(of).length > than, [row, before] as const, { timeout: 5_000 })
      .catch(() => null);
    seen = await page.locator(row).count();
  }
  return seen;
}

async function bareGrid(context: BrowserContext, rows: number, columns: number): Promise<Page> {
  const page = await context.newPage();
  const cells = '<div>Lorem ipsum</div>'.repeat(columns);
  await page.setContent(`<!doctype html><style>body{margin:0}main{height:100vh;overflow:auto}
    section{display:grid;grid-template-columns:repeat(${columns},1fr);height:40px}</style><main>${`<section>${cells}</section>`.repeat(rows)}</main>`);
  return page;
}
