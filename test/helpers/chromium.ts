import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Path of Debian's Chromium. */
const EXECUTABLE = '/usr/bin/chromium';

export const hasChromium = existsSync(EXECUTABLE);

/** @param film - MJPEG file that the camera shows; without one there is no camera */
export const startChromium = (film?: string): Promise<Browser> =>
  chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      ...(film === undefined
        ? []
        : ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`]),
    ],
  });

/** A page in a context of its own, with what it did and what it should not have done. */
export interface WatchedPage {
  readonly page: Page;
  /** errors on the console, of scripts and of the page's policy, but for answers of 400 to 499; and requests to other hosts */
  readonly offences: string[];
  /** requests to the page's own host, e.g. `POST /v1/cards` */
  readonly requests: string[];
}

/** Opens a page, and watches it. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options });
  const { origin } = new URL(url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const offences: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource: the server responded with a status of 4')) {
      offences.push(message.text());
    }
  });
  page.on('pageerror', (error) => offences.push(String(error)));
  context.on('request', (request) => {
    const { protocol, origin: asked, pathname } = new URL(request.url());
    if (protocol === 'blob:' || protocol === 'data:') return;
    if (asked === origin) requests.push(`${request.method()} ${pathname}`);
    else offences.push(request.url());
  });
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) => console.error('violates', event.violatedDirective))`);
  await page.goto(url);
  return { page, offences, requests };
}

/** Resolves when an expression is true in the page. It polls, as the page's policy allows no other way of waiting. */
export async function becomes(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.waitForTimeout(20);
}
