import { afterAll, beforeAll, jest } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { startSite, type Site } from '../../support/site';
import { describeWithChromium, launchChromium } from './find-chromium';

jest.setTimeout(180_000);

/** A page with what went wrong in it. */
export interface Tab extends Page {
  readonly faults: string[];
}

export interface World {
  readonly site: () => Site;
  /** Opens a window of its own, with no cookies. */
  readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

/**
 * Describes what holds in a real browser, on all that `npm start` runs; where there is none, it is skipped.
 * @param env of the services; a function where something has to be started for it
 */
export function describeInChromium(
  what: string,
  env: Record<string, string> | (() => Readonly<Record<string, string>>),
  tests: (world: World) => void,
): void {
  describeWithChromium(what, () => {
    let site: Site;
    let browser: Browser;
    beforeAll(async () => {
      site = await startSite(typeof env === 'function' ? { ...env() } : env);
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });
    tests({ site: () => site, open: (options) => browser.newContext({ baseURL: site.url, ...options }) });
  });
}

/** Opens a tab that remembers what a script threw or the console complained of. */
export async function newTab(window: BrowserContext): Promise<Tab> {
  const page = await window.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    // A form that is refused is an answer with a status of 400, which the console reports, too.
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
      faults.push(line.text());
  });
  return Object.assign(page, { faults });
}
