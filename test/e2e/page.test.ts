import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { listen } from '../../scripts/command/local-server';
import { collect, forward } from '../../scripts/offline/forward';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { becomes, hasChromium, openPage, startChromium, type WatchedPage } from '../helpers/chromium';
import { fixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';

jest.setTimeout(120_000);

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const NUMBER = '6212 3456 7890 1232';
const MASKED = '6212 34•• •••• 1232';

if (!hasChromium) console.warn('chromium is not installed: the page is not tested in a browser');
const withChromium = hasChromium ? describe : describe.skip;

/** Dropped, pasted or picked. */
interface Offered {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
const picture = (name: string): Offered => ({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: readFileSync(fixture(name).file) });
const TEXT: Offered = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };

/** Drop a file onto the page. */
async function drop(page: Page, { name, mimeType, buffer }: Offered): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob('${buffer.toString('base64')}'), (sign) => sign.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], '${name}', { type: '${mimeType}' }));
    return transfer;
  })()`);
  await page.dispatchEvent('#drop', 'dragover', { dataTransfer });
  await page.dispatchEvent('#drop', 'drop', { dataTransfer });
}

/** Hold what the page asks to be read, until the function that comes back is called. */
async function holdRequests(page: Page): Promise<() => void> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/v1/cards', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  return letGo;
}

const pick = (page: Page, offered: Offered): Promise<void> => page.setInputFiles('#file', offered);
const cards = (page: Page) => page.locator('.result');
/** A card's number as it is seen. */
const numberOf = async (page: Page, index = 0): Promise<string> => {
  const groups = await cards(page).nth(index).locator('.digits ol').all();
  return (await Promise.all(groups.map(async (group) => (await group.locator('.digit').allTextContents()).join('')))).join(' ');
};
/** The id of what has the focus, when the browser has taken it from what is seen no more: it does so with the next frames. */
const settledFocus = (page: Page): Promise<string> =>
  page.evaluate(`new Promise((resolve) => {
    const framesLater = (count) => (count === 0 ? resolve(document.activeElement.id) : requestAnimationFrame(() => framesLater(count - 1)));
    framesLater(3);
  })`);
const fact = (page: Page, name: string) => cards(page).first().locator('dl > div', { hasText: name }).locator('dd');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const covers = (page: Page) => page.locator('#overlay polygon.cover');

withChromium('the page', () => {
  const folder = temporaryFolder();
  let service: OfflineServer;
  let browser: Browser;
  let watched: WatchedPage;
  let isOpen: boolean;

  /** Open the page; what it must not do is looked at after each test. */
  async function open(options: BrowserContextOptions = {}, url = `${service.url}/`): Promise<Page> {
    watched = await openPage(browser, url, options);
    isOpen = true;
    return watched.page;
  }

  beforeAll(async () => {
    const film = path.join(folder, 'card.mjpeg');
    await writeFile(film, await sharp(fixture('embossed-16').file).resize(960, 640).jpeg({ quality: 95 }).toBuffer());
    [service, browser] = await Promise.all([startOffline(), startChromium(film)]);
  });

  afterEach(async () => {
    if (!isOpen) return;
    isOpen = false;
    // requests that are on their way
    await watched.page.unrouteAll({ behavior: 'ignoreErrors' });
    await watched.page.context().close();
    expect(watched.offences).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  /** Where an element is on the screen, px. */
  type Box = Record<'x' | 'y' | 'width' | 'height', number>;

  describe('a picture that is dropped', () => {
    test('is read; the number is hidden until it is asked for, everywhere', async () => {
      const page = await open();
      await drop(page, picture('embossed-16'));
      await cards(page).waitFor();
      expect(await numberOf(page)).toBe(MASKED);
      expect(await cards(page).locator('h2').textContent()).toBe('Credit Card Services Company');
      expect(await cards(page).locator('header .badge').textContent()).toBe('UnionPay');
      expect(await fact(page, 'Expiry').textContent()).toMatch(/^08\/31/);
      expect(await fact(page, 'Type').textContent()).toBe('Debit');
      expect(await fact(page, 'Check digit').textContent()).toBe('holds');
      await expect(covers(page).count()).resolves.toBe(1);
      const digitsHeard = await cards(page).locator('.digits .heard').allTextContents();
      expect(digitsHeard).toHaveLength(16);
      expect(digitsHeard[0]).toMatch(/^Digit 1: 6, [\d.]+ %, sure$/);
      expect(digitsHeard[6]).toMatch(/^Digit 7: hidden, /);
      expect(await page.content()).not.toMatch(/6212 ?3456 ?7890 ?1232/);
      expect(await page.locator('#heard').textContent()).toBe('1 card found: 6212 34… … 1232');

      await button(page, 'Reveal numbers').click();
      expect(await numberOf(page)).toBe(NUMBER);
      await expect(covers(page).count()).resolves.toBe(0);
      expect(JSON.parse((await page.locator('#raw').textContent())!).cards[0].pan).toBe('6212345678901232');

      // its words alone say what it does
      expect(await button(page, 'Hide numbers').getAttribute('aria-pressed')).toBeNull();
      await button(page, 'Hide numbers').click();
      expect(await numberOf(page)).toBe(MASKED);
      expect(JSON.parse((await page.locator('#raw').textContent())!).cards[0].pan).toBe('621234******1232');
      expect(watched.requests).toEqual(['GET /', 'POST /v1/cards']);
    });

    test('takes a number that was revealed off the page, whatever the next one shows', async () => {
      const page = await open();
      await drop(page, picture('embossed-16'));
      await button(page, 'Reveal numbers').click();
      expect(await page.content()).toContain('6212345678901232');
      await drop(page, picture('no-card'));
      await page.locator('#failure h2').waitFor();
      expect(await page.content()).not.toMatch(/6212 ?3456 ?7890 ?1232/);
    });

    test('is outlined where the card, its number and its expiry lie, and told with times and as a command line', async () => {
      const page = await open();
      await drop(page, picture('embossed-16'));
      await cards(page).waitFor();
      const { image, cards: read } = JSON.parse((await page.locator('#raw').textContent())!);
      const box = (await page.locator('#picture').boundingBox())!;
      for (const [kind, quad] of [
        ['card', read[0].quads.card],
        ['number', read[0].quads.pan],
        ['expiry', read[0].quads.expiry],
      ]) {
        const drawn = (await page.locator(`#overlay polygon.outline.${kind}`).boundingBox())!;
        const left = Math.min(...quad.map(({ x }: { x: number }) => x));
        expect(Math.abs((drawn.x - box.x) / box.width - left / image.width)).toBeLessThan(0.01);
      }
      expect(await page.locator('#times tr').count()).toBeGreaterThan(5);
      expect(await page.locator('#code-text').textContent()).toBe(`curl ${service.url}/v1/cards \\\n  -F image=@embossed-16.jpg`);
    });

    test('with several cards, each is shown', async () => {
      const page = await open();
      const places = ['flat-16', 'embossed-foil-16'].map((name, i) => ({ input: fixture(name).file, left: 10 + 850 * i, top: 30 }));
      const ground = sharp({ create: { width: 1700, height: 620, channels: 3, background: '#777' } });
      await drop(page, { name: 'two.jpg', mimeType: 'image/jpeg', buffer: await ground.composite(places).jpeg().toBuffer() });
      await cards(page).nth(1).waitFor();
      expect([await numberOf(page, 0), await numberOf(page, 1)]).toEqual(['4242 42•• •••• 4242', '5105 10•• •••• 5100']);
      expect(await page.locator('.place').allTextContents()).toEqual(['Card 1 of 2', 'Card 2 of 2']);
      expect(await page.locator('.mark text').allTextContents()).toEqual(['1', '2']);
    });

    test('with a number that fails its check, the warning is in words', async () => {
      const page = await open();
      await drop(page, picture('luhn-fails-16'));
      await cards(page).waitFor();
      expect(await page.locator('.warnings').textContent()).toContain('The number fails its check');
    });

    test('upright by EXIF, its outlines are, too', async () => {
      const page = await open();
      const lying = await sharp(fixture('embossed-16').file).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
      await drop(page, { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: lying });
      await cards(page).waitFor();
      const { width, height } = (await page.locator('#picture').boundingBox())!;
      expect(width / height).toBeCloseTo(840 / 560, 1);
      const outline = (await page.locator('#overlay polygon.outline.number').boundingBox())!;
      expect(outline.width).toBeGreaterThan(4 * outline.height);
    });

    test('a WebP that says by EXIF how it lies is read, but not shown: browsers do not turn it, and covers would lie elsewhere', async () => {
      const page = await open();
      const lying = await sharp(fixture('embossed-16').file).rotate(180).withMetadata({ orientation: 3 }).webp({ quality: 95 }).toBuffer();
      await drop(page, { name: 'photo.webp', mimeType: 'image/webp', buffer: lying });
      await cards(page).waitFor();
      expect(await numberOf(page)).toBe(MASKED);
      expect(await page.locator('#picture').getAttribute('src')).toBeNull();
      expect(await page.locator('#unshown').isVisible()).toBe(true);
    });

    test('of one that moves, what is read is shown, and stays under its cover', async () => {
      const page = await open();
      const still = await sharp(fixture('embossed-16').file).png().toBuffer();
      const moved = await sharp(still).affine([1, 0, 0, 1], { odx: 150 }).resize(840, 560, { fit: 'cover' }).png().toBuffer();
      const buffer = await sharp([still, moved], { join: { animated: true } })
        .gif({ delay: [40, 40], loop: 0 })
        .toBuffer();
      await drop(page, { name: 'film.gif', mimeType: 'image/gif', buffer });
      await cards(page).waitFor();
      const seen = new Set<string>();
      for (let i = 0; i < 8; i++) seen.add((await page.locator('#picture').screenshot()).toString('base64'));
      expect(seen.size).toBe(1);
    });

    test('too large to be sent, goes as a smaller copy', async () => {
      const page = await open();
      const large = await sharp(fixture('embossed-16').file).resize(3600).png({ compressionLevel: 1 }).toBuffer();
      expect(large.length).toBeGreaterThan(4 * 2 ** 20);
      await pick(page, { name: 'large.png', mimeType: 'image/png', buffer: large });
      await cards(page).waitFor();
      expect(await numberOf(page)).toBe(MASKED);
      expect(await page.locator('#caption').textContent()).toBe('large.png (sent as a smaller copy)');
      expect(JSON.parse((await page.locator('#raw').textContent())!).image).toMatchObject({ width: 2400, height: 1600 });
    });
  });

  test('a picture that is pasted', async () => {
    const page = await open();
    const png = await sharp(fixture('flat-16').file).png().toBuffer();
    await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (sign) => sign.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    })()`);
    await page.keyboard.press('Control+V');
    await cards(page).waitFor();
    expect(await numberOf(page)).toBe('4242 42•• •••• 4242');
  });

  describe('the camera', () => {
    const note = (page: Page) => page.locator('#note').textContent();
    const isLetGo = (page: Page) =>
      page.evaluate(`!document.querySelector('#camera').open && document.querySelector('#camera-view').srcObject === null`);

    test('reads the card that is held before it by itself, and is then let go', async () => {
      const page = await open();
      await button(page, 'Photograph').click();
      await cards(page).waitFor();
      expect(await numberOf(page)).toBe(MASKED);
      expect(await note(page)).toBe('Read by the camera; nothing of the number is in doubt.');
      expect(await page.locator('#heard').textContent()).toBe('1 card found: 6212 34… … 1232');
      expect(await isLetGo(page)).toBe(true);
      expect(await page.content()).not.toMatch(/6212 ?3456 ?7890 ?1232/);
      expect(await page.evaluate(`document.activeElement.id`)).toBe('photograph');
    });

    test('says what it waits for, and takes a picture by hand, by the keyboard alone', async () => {
      const page = await open();
      let isHeld = true;
      await page.route('**/v1/cards', (route) => (isHeld ? undefined : route.continue()));
      await button(page, 'Photograph').focus();
      await page.keyboard.press('Enter');
      await becomes(page, `document.querySelector('#camera-state').textContent === 'Reading: keep holding the card'`);
      expect(await page.evaluate(`document.activeElement.id`)).toBe('shutter');
      isHeld = false;
      await page.keyboard.press('Enter');
      await cards(page).waitFor();
      expect([await numberOf(page), await note(page), await isLetGo(page)]).toEqual([MASKED, '', true]);
      expect(await page.locator('#caption').textContent()).toBe('photograph.jpg');
    });

    test('is let go when its dialog is closed', async () => {
      const page = await open();
      await page.route('**/v1/cards', () => undefined);
      await button(page, 'Photograph').click();
      await page.locator('#camera-state', { hasText: 'Reading' }).waitFor();
      await page.keyboard.press('Escape');
      await becomes(page, `document.querySelector('#camera-view').srcObject === null`);
      expect([await note(page), await page.locator('#work').isVisible()]).toEqual(['', false]);
    });

    test('gives way to a picture that is dropped meanwhile', async () => {
      const page = await open();
      const letGo = await holdRequests(page);
      await button(page, 'Photograph').click();
      await page.locator('#camera-state', { hasText: 'Reading' }).waitFor();
      await drop(page, picture('flat-16'));
      await becomes(page, `document.querySelector('#camera-view').srcObject === null`);
      letGo();
      await cards(page).waitFor();
      expect(await page.locator('#caption').textContent()).toBe('flat-16.jpg');
      expect(await numberOf(page)).toBe('4242 42•• •••• 4242');
    });

    test('is asked for anew by a second click, where nobody answered the browser’s question', async () => {
      const page = await open();
      await page.evaluate(`(() => {
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        let asked = 0;
        navigator.mediaDevices.getUserMedia = (wanted) => (asked++ === 0 ? new Promise(() => {}) : ask(wanted));
      })()`);
      await button(page, 'Photograph').click();
      expect(await page.locator('#camera').isVisible()).toBe(false);
      await button(page, 'Photograph').click();
      await cards(page).waitFor();
      expect([await numberOf(page), await isLetGo(page)]).toEqual([MASKED, true]);
    });

    test.each([
      ['a phone held sideways', [844, 390], [1280, 720]],
      ['a small phone held sideways', [667, 375], [1280, 720]],
      ['a phone', [390, 844], [720, 1280]],
      ['a large screen', [1280, 800], [640, 480]],
    ] as const)('on %s the frame for the card lies in what the camera sees, and the buttons are on the screen', async (_, screen, seen) => {
      const [width, height] = screen;
      const page = await open({ viewport: { width, height } });
      await page.evaluate(`(${cameraOf})(${seen})`);
      await button(page, 'Photograph').click();
      await becomes(page, `document.querySelector('#camera-view').videoWidth === ${seen[0]}`);
      // both at one moment: a hint that appears between two looks would move what is below it
      const [view, frame] = await page.evaluate<[Box, Box]>(
        `['#camera-view', '.card-frame'].map((of) => document.querySelector(of).getBoundingClientRect().toJSON())`,
      );
      // as the browser fits it into its element
      const scale = Math.min(view.width / seen[0], view.height / seen[1]);
      expect(frame.width).toBeLessThan(scale * seen[0]);
      expect(frame.height).toBeLessThan(scale * seen[1]);
      expect(frame.x + frame.width / 2).toBeCloseTo(view.x + view.width / 2, 0);
      expect(frame.y + frame.height / 2).toBeCloseTo(view.y + view.height / 2, 0);
      expect(Math.abs(frame.width / frame.height - 85.6 / 54)).toBeLessThan(0.05);
      for (const control of await page.locator('#camera button').all()) {
        const box = (await control.boundingBox())!;
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
    });

    test('where it may not be used, this is said in the language of the page', async () => {
      const page = await open();
      await page.evaluate(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))`);
      await button(page, 'Photograph').click();
      await becomes(page, `document.querySelector('#note').textContent !== ''`);
      const inEnglish = await note(page);
      await button(page, '中文').click();
      expect(inEnglish).toMatch(/camera/);
      expect(await note(page)).toMatch(/摄像头|相机/);
    });

    test('never tells a number in doubt without saying so', async () => {
      const page = await open();
      await page.route('**/v1/cards', async (route) => {
        const response = await route.fetch();
        const answer = await response.json();
        answer.cards[0].warnings = ['low-confidence'];
        await route.fulfill({ response, json: answer });
      });
      await button(page, 'Photograph').click();
      await cards(page).waitFor();
      expect(await note(page)).toMatch(/^The camera could not make sure of the number/);
      expect(await page.locator('.warnings').textContent()).toContain('At least one digit may well be wrong.');
      expect(await page.locator('#raw').textContent()).not.toContain('6212345678901232');
    });
  });

  test.each([
    ['Debit card, 19 digits', 'debit-19', [['Industrial and Commercial Bank of China', '622202 1234567890128', 'none']]],
    ['Credit card, embossed', 'credit-embossed', [['China Merchants Bank', '6225 7512 3456 7893', '08/31']]],
    ['Turned on its side', 'turned', [['Bank of Communications', '622262 9876543210981', '05/30']]],
    [
      'Three cards, one upside down',
      'several',
      [
        ['China Merchants Bank', '6225 7512 3456 7893', '08/31'],
        ['China Construction Bank', '621700 1357924680132', 'none'],
        ['Bank of Communications', '622262 9876543210981', '05/30'],
      ],
    ],
  ] as const)('the specimen %s: the bank that is printed on it is the one that is told', async (name, specimen, expected) => {
    const page = await open();
    await button(page, name).click();
    await cards(page).first().waitFor();
    await button(page, 'Reveal numbers').click();
    const told = await Promise.all(
      expected.map(async (_, i) => [
        await cards(page).nth(i).locator('h2').textContent(),
        await numberOf(page, i),
        (await cards(page).nth(i).locator('dl > div', { hasText: 'Expiry' }).locator('dd').textContent())?.slice(0, 5).trim(),
      ]),
    );
    expect(told).toEqual(expected);
    await expect(cards(page).count()).resolves.toBe(expected.length);
    expect(await page.locator('#code-text').textContent()).toContain(`image=@${specimen}.webp`);
  });

  test.each([
    ['A reflection on the number', 'A reflection hides part of the number.'],
    ['Cut off at the edge', 'Part of the card is outside the picture.'],
  ])('the specimen %s: the doubt is told, and no figure contradicts it', async (name, warning) => {
    const page = await open();
    await button(page, name).click();
    await cards(page).waitFor();
    expect(await page.locator('.warnings').textContent()).toContain(warning);
    expect(await fact(page, 'Picture quality').textContent()).toBe('hard to read');
  });

  test('the specimen without a card', async () => {
    const page = await open();
    await button(page, 'No card at all').click();
    await page.locator('#failed h2').waitFor();
    expect(await page.locator('#failure h2').textContent()).toBe('No bank card in this picture');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('#picture')).filter`)).toBe('none');
  });

  test('several pictures are read one after the other; each can be looked at', async () => {
    const page = await open();
    await page.setInputFiles('#file', [picture('embossed-16'), picture('no-card'), picture('flat-16')]);
    // a click may begin before a picture is read, and end behind that
    const last = (await page.locator('#queue button').nth(2).elementHandle())!;
    await becomes(page, `document.querySelectorAll('#queue .read').length === 2 && document.querySelector('#queue .failed')`);
    expect(await last.evaluate((item) => 'isConnected' in item && item.isConnected)).toBe(true);
    expect(await page.locator('#queue small').allTextContents()).toEqual([
      '6212 34** **** 1232',
      'No bank card in this picture',
      '4242 42** **** 4242',
    ]);
    expect(await numberOf(page)).toBe(MASKED);
    await page.locator('#queue button').nth(2).click();
    expect([await numberOf(page), await page.locator('#caption').textContent()]).toEqual(['4242 42•• •••• 4242', 'flat-16.jpg']);
    await page.locator('#queue button').nth(1).click();
    expect(await page.locator('#failure h2').textContent()).toBe('No bank card in this picture');
    expect(watched.requests.filter((request) => request.startsWith('POST'))).toHaveLength(3);
  });

  test('of several, one that is looked at stays as it is while others are read; to cancel these leaves it', async () => {
    const page = await open();
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let requests = 0;
    await page.route('**/v1/cards', async (route) => {
      requests++;
      if (requests === 2) await held;
      if (requests < 3) await route.continue().catch(() => {});
    });
    await page.setInputFiles('#file', [picture('embossed-16'), picture('no-card'), picture('flat-16')]);
    await cards(page).waitFor();
    await page.locator('.digits').focus();
    letGo();
    await becomes(page, `document.querySelector('#queue .failed') && document.querySelector('#queue .reading')`);
    expect(await page.evaluate(`document.activeElement.className`)).toContain('digits');

    await page.locator('#queue button').nth(2).click();
    await button(page, 'Cancel').click();
    expect(await page.locator('#queue small').allTextContents()).toEqual(['6212 34** **** 1232', 'No bank card in this picture']);
    expect(await page.locator('#failure h2').textContent()).toBe('No bank card in this picture');
  });

  test('of several, one that is tried again comes in its turn; what is being read is not given up for it', async () => {
    const page = await open();
    let requests = 0;
    const secondHeld = new Promise<() => void>((resolve) => {
      void page.route('**/v1/cards', async (route) => {
        if (++requests === 2) await new Promise<void>(resolve);
        await route.continue().catch(() => {});
      });
    });
    await page.setInputFiles('#file', [picture('no-card'), picture('embossed-16'), picture('flat-16')]);
    const letGo = await secondHeld;
    await button(page, 'Try again').click();
    expect(await page.locator('#queue small').allTextContents()).toEqual(['waiting', 'Reading…', 'waiting']);
    letGo();
    await becomes(page, `document.querySelectorAll('#queue .read').length === 2 && document.querySelector('#queue .failed')`);
    expect(watched.requests.filter((request) => request.startsWith('POST'))).toHaveLength(4);
  });

  test('a paste into a field is of text, whatever picture comes with it', async () => {
    const page = await open();
    await page.evaluate(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'cells.png', { type: 'image/png' }));
      transfer.setData('text/plain', 'cells');
      const paste = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
      document.querySelector('#picture-url').dispatchEvent(paste);
    })()`);
    expect(await page.locator('#work').isVisible()).toBe(false);
    expect(watched.requests).toEqual(['GET /']);
  });

  test('what was read and the code are gone when the page is left, for the browser may show it again as it was', async () => {
    const page = await open();
    await drop(page, picture('embossed-16'));
    await cards(page).waitFor();
    await button(page, 'Reveal numbers').click();
    await page.evaluate(`for (const id of ['code', 'picture-url']) document.getElementById(id).value = 'secret'`);
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
    for (const place of ['#work', '#raw', '#heard', '#queue', '#code-text'])
      expect(await page.locator(place).textContent()).not.toMatch(/6212 ?34|1232/);
    expect(await page.locator('#work').isVisible()).toBe(false);
    expect(await page.locator('#picture').getAttribute('src')).toBeNull();
    expect(await page.locator('#code').inputValue()).toBe('');
    expect(await page.locator('#picture-url').inputValue()).toBe('');
    expect(await page.locator('#code-text').textContent()).toBe('');
  });

  test('what is no file is not taken from a field, nor offered a place', async () => {
    const page = await open();
    const link = `(() => { const transfer = new DataTransfer(); transfer.setData('text/uri-list', 'https://x.example/a.jpg'); return transfer; })()`;
    const isTaken = (id: string): Promise<boolean> =>
      page.evaluate(`!document.getElementById('${id}').dispatchEvent(
        new DragEvent('dragover', { dataTransfer: ${link}, bubbles: true, cancelable: true }))`);
    expect([await isTaken('picture-url'), await isTaken('drop')]).toEqual([false, false]);
    expect(await page.locator('#drop.over').count()).toBe(0);
  });

  test('a double click on Read reads the URL, and no specimen that comes to lie there', async () => {
    const page = await open();
    await page.locator('.specimen').first().dispatchEvent('click', { detail: 2 });
    expect(await page.locator('#work').isVisible()).toBe(false);
    await page.locator('.specimen').first().dispatchEvent('click', { detail: 1 });
    await cards(page).first().waitFor();
  });

  test('that nothing was copied is said', async () => {
    const page = await open();
    await drop(page, picture('embossed-16'));
    await cards(page).waitFor();
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))`);
    await page.locator('[data-copies]:visible').first().click();
    await becomes(page, `document.querySelector('#heard').textContent === 'Not copied: your browser refused'`);
  });

  test('a picture by its URL is downloaded by the service, and not by the page', async () => {
    const page = await open();
    await page.route('**/v1/cards', async (route) => {
      expect(route.request().postDataJSON()).toMatchObject({ image: 'https://cards.example/card.jpg' });
      const body = JSON.stringify({ image: readFileSync(fixture('embossed-16').file, 'base64') });
      await route.continue({ postData: body });
    });
    await page.locator('#picture-url').fill('https://cards.example/card.jpg');
    await button(page, 'Read').click();
    await cards(page).waitFor();
    expect(await numberOf(page)).toBe(MASKED);
    expect(await page.locator('#unshown').isVisible()).toBe(true);
    expect(await page.locator('#code-text').textContent()).toContain(`-d '{"image":"https://cards.example/card.jpg"}'`);
    await button(page, 'Reveal numbers').click();
    expect(await numberOf(page)).toBe(NUMBER);
  });

  test.each(['HTTPS://cards.example/card.jpg', '  https://cards.example/card.jpg ', 'S3://cards/card.jpg'])(
    'the field takes the URL %j',
    async (url) => {
      const page = await open();
      await page.locator('#picture-url').fill(url);
      expect(await page.evaluate(`document.querySelector('#picture-url').validity.valid`)).toBe(true);
    },
  );

  test('the request in each language, and what is copied', async () => {
    const page = await open();
    await drop(page, picture('embossed-16'));
    await cards(page).waitFor();
    const tabs = page.getByRole('tab');
    expect(await tabs.allTextContents()).toEqual(['curl', 'JavaScript', 'Python', 'Java', 'PHP', 'Go']);
    for (const name of ['JavaScript', 'Python', 'Java', 'PHP', 'Go']) {
      await page.getByRole('tab', { name, exact: true }).click();
      expect(await page.getByRole('tabpanel', { name, exact: true }).textContent()).toContain(`${service.url}/v1/cards`);
    }
    await page.getByRole('tablist', { name: 'The request in several languages' }).waitFor();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('curl');
    await page.locator('[data-copies="code-text"]').click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await page.locator('#code-text').textContent());
  });

  test('what the pointer or the focus is at lights up in the picture, beside it and in the answer', async () => {
    const page = await open();
    await drop(page, picture('embossed-16'));
    await cards(page).waitFor();
    const lit = (): Promise<string[]> =>
      page.evaluate(`[...new Set([...document.querySelectorAll('.lit')].map((one) => one.dataset.part))]`);
    await page.locator('.digits').hover();
    expect(await lit()).toEqual(['0.number']);
    expect(await page.locator('#overlay .number.lit').count()).toBe(1);
    expect(await page.locator('#raw .lit').count()).toBeGreaterThan(3);
    await page.locator('#overlay .expiry').hover({ force: true });
    expect(await lit()).toEqual(['0.expiry']);
    await page.locator('.result header').focus();
    expect(await lit()).toEqual(['0.card']);
  });

  describe('a failure is told in words', () => {
    test('a text file', async () => {
      const page = await open();
      await drop(page, TEXT);
      await page.locator('#failed h2').waitFor();
      expect(await page.locator('#failure').textContent()).toMatch(
        /^This file is not a picture that can be read.*JPEG.*Status 462.*image decode failed.*\d{14}_/,
      );
      expect(await page.locator('#heard').textContent()).toMatch(/^This file is not a picture that can be read\. JPEG/);
      expect(await page.locator('#picture').isVisible()).toBe(false);
      await pick(page, picture('embossed-16'));
      await cards(page).waitFor();
      expect(await page.locator('#failed').isVisible()).toBe(false);
      expect(await page.locator('#picture').isVisible()).toBe(true);
    });

    test('a picture without a card, in both languages', async () => {
      const page = await open();
      await drop(page, picture('no-card'));
      await page.locator('#failed h2').waitFor();
      expect(await page.locator('#failure h2').textContent()).toBe('No bank card in this picture');
      await button(page, '中文').click();
      expect(await page.locator('#failure h2').textContent()).toBe('图片中没有银行卡');
      await button(page, '再试一次').click();
      await page.locator('#failed h2').waitFor();
      expect(watched.requests.filter((request) => request.startsWith('POST'))).toHaveLength(2);
    });

    test('a file that is gone when it is sent again', async () => {
      const page = await open();
      const file = path.join(folder, 'gone.jpg');
      await writeFile(file, picture('no-card').buffer);
      await page.setInputFiles('#file', file);
      await page.locator('#failed h2').waitFor();
      await rm(file);
      await button(page, 'Try again').click();
      await page.locator('#failure h2', { hasText: 'This file cannot be opened any more' }).waitFor();
      expect(watched.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    });

    test('the service is away, then back', async () => {
      const page = await open();
      await page.route('**/v1/cards', (route) => route.abort());
      await drop(page, picture('embossed-16'));
      await page.locator('#failed h2').waitFor();
      expect(await page.locator('#failure h2').textContent()).toBe('The service cannot be reached');
      await page.unroute('**/v1/cards');
      await button(page, 'Try again').click();
      await cards(page).waitFor();
      expect(watched.offences.splice(0)).toEqual([expect.stringContaining('net::ERR_FAILED')]);
    });
  });

  test('reading can be cancelled, and a picture in place of another is the one that is shown', async () => {
    const page = await open();
    const letGo = await holdRequests(page);
    await drop(page, picture('embossed-16'));
    await page.locator('#busy').waitFor();
    expect(await page.locator('#work').getAttribute('aria-busy')).toBe('true');
    await button(page, 'Cancel').click();
    expect(await page.locator('#work').isVisible()).toBe(false);
    expect(await page.locator('#heard').textContent()).toBe('Cancelled');

    await drop(page, picture('embossed-16'));
    await page.locator('#busy').waitFor();
    await drop(page, picture('flat-16'));
    letGo();
    await cards(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await numberOf(page)).toBe('4242 42•• •••• 4242');
    expect(await page.locator('#caption').textContent()).toBe('flat-16.jpg');
  });

  test('Chinese, where the browser prefers it; what is shown changes with the language', async () => {
    const page = await open({ locale: 'zh-CN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.title()).toBe('银行卡识别');
    await drop(page, picture('embossed-16'));
    await cards(page).waitFor();
    expect(await fact(page, '卡类型').textContent()).toBe('借记卡');
    await button(page, 'English').click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await fact(page, 'Type').textContent()).toBe('Debit');
    expect(await numberOf(page)).toBe(MASKED);
  });

  test('by the keyboard alone: a specimen, then its number, then the raw answer', async () => {
    const page = await open();
    const tabTo = async (id: string): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches('${id}')`)) return;
      }
      throw new Error(`no way to ${id}`);
    };
    await tabTo('[data-file="credit-embossed.webp"]');
    await page.keyboard.press('Enter');
    await cards(page).waitFor();
    await tabTo('#reveal');
    await page.keyboard.press('Space');
    expect(await numberOf(page)).toBe('6225 7512 3456 7893');
    expect(await page.evaluate(`document.activeElement.id`)).toBe('reveal');
    await tabTo('summary');
    await page.keyboard.press('Enter');
    expect(await page.locator('#raw').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await tabTo('#raw');
    await tabTo('[role="tab"]');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('JavaScript');
  });

  test('by the keyboard alone: where what has the focus goes, the focus stays with the picture', async () => {
    const page = await open();
    await page.route('**/v1/cards', (route) => route.abort(), { times: 1 });
    await drop(page, picture('embossed-16'));
    await button(page, 'Try again').focus();
    const letGo = await holdRequests(page);
    await page.keyboard.press('Enter');
    await page.locator('#busy').waitFor();
    expect(await settledFocus(page)).toBe('work');
    await page.keyboard.press('Tab');
    expect(await settledFocus(page)).toBe('cancel');
    letGo();
    await cards(page).waitFor();
    expect(await settledFocus(page)).toBe('work');
    expect(watched.offences.splice(0)).toEqual([expect.stringContaining('net::ERR_FAILED')]);
  });

  test('on a phone nothing is wider than the screen, and all that can be pressed is large enough', async () => {
    const page = await open(PHONE);
    const width = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(390);
    for (const name of ['flat-19-unspaced', 'flat-19-6-13', 'luhn-fails-16']) {
      await pick(page, picture(name));
      await becomes(page, `document.querySelector('#caption').textContent.startsWith('${name}') && document.querySelector('.result')`);
      await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
      expect(await width()).toBe(390);
    }
    for (const control of await page.locator('button:visible, summary:visible').all()) {
      const box = (await control.boundingBox())!;
      expect(box.height).toBeGreaterThanOrEqual(44);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(390);
    }
    await pick(page, TEXT);
    await page.locator('#failed h2').waitFor();
    expect(await width()).toBe(390);
  });

  test.each([320, 390])('on a phone of %i px neither several cards nor the reference are wider than the screen', async (screen) => {
    const page = await open({ ...PHONE, viewport: { width: screen, height: 844 } });
    const width = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
    await button(page, 'Three cards, one upside down').click();
    await cards(page).nth(2).waitFor();
    await button(page, 'Reveal numbers').click();
    expect(await width()).toBe(screen);
    await pick(page, picture('flat-19-unspaced'));
    await becomes(page, `document.querySelector('#caption').textContent.startsWith('flat-19') && document.querySelector('.result')`);
    expect(await width()).toBe(screen);
    await page.goto(`${service.url}/docs`);
    expect(await width()).toBe(screen);
  });

  test.each(['light', 'dark'] as const)('text stands out, %s', async (colorScheme) => {
    const page = await open({ colorScheme });
    const faint = async (): Promise<unknown> => page.evaluate(`(${faintTexts})(4.5)`);
    expect(await faint()).toEqual([]);
    await drop(page, picture('luhn-fails-16'));
    await cards(page).waitFor();
    expect(await faint()).toEqual([]);
    await drop(page, TEXT);
    await page.locator('#failed h2').waitFor();
    expect(await faint()).toEqual([]);
  });

  test.each(['/prod', '/prod/'])('behind a stage, at %s', async (at) => {
    const gateway = await serveUnder('/prod', service.url);
    try {
      const page = await open({}, gateway.url + at);
      await drop(page, picture('embossed-16'));
      await cards(page).waitFor();
      expect(watched.requests).toEqual([`GET ${at}`, 'POST /prod/v1/cards']);
      expect(await page.locator('#code-text').textContent()).toContain(`curl ${gateway.url}/prod/v1/cards`);
      const description = await page.request.get((await page.locator('#openapi').getAttribute('href'))!);
      expect(description.headers()['content-type']).toBe('application/json; charset=utf-8');
      expect((await description.json()).openapi).toMatch(/^3\./);
      const reference = await page.request.get((await page.locator('#api').getAttribute('href'))!);
      expect(await reference.text()).toContain('API reference');
    } finally {
      gateway.server.close();
    }
  });

  describe('with keys', () => {
    let keyed: OfflineServer;
    beforeAll(async () => {
      keyed = await startOffline({ keys: 'on' });
    });
    afterAll(() => keyed.stop());

    test('the page comes without one, asks for it, and sends it', async () => {
      const page = await open({}, `${keyed.url}/`);
      expect(await page.locator('#code').isVisible()).toBe(false);
      await drop(page, picture('embossed-16'));
      await page.locator('#code').waitFor();
      expect(await page.locator('#failure h2').textContent()).toBe('An access code is needed');
      await becomes(page, `document.activeElement.id === 'code'`);

      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await becomes(page, `document.querySelector('#busy').hidden && !document.querySelector('#failed').hidden`);
      await page.locator('#code').fill('local-test-key');
      await button(page, 'Use this code').click();
      await cards(page).waitFor();
      expect(await page.locator('#code').isVisible()).toBe(false);
      expect(await page.locator('#code-text').textContent()).toContain('-H "Authorization: APPCODE $CODE"');
      expect(await page.locator('details').allTextContents()).not.toContainEqual(expect.stringContaining('local-test-key'));
      expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
    });

    test('that it is asked for does not take the keyboard from what is being typed', async () => {
      const page = await open({}, `${keyed.url}/`);
      const letGo = await holdRequests(page);
      await drop(page, picture('embossed-16'));
      await page.locator('#picture-url').focus();
      await page.keyboard.type('https://card');
      letGo();
      await page.locator('#code').waitFor();
      await page.keyboard.type('s.example');
      expect(await page.locator('#picture-url').inputValue()).toBe('https://cards.example');
    });

    test('of several pictures each waits for it at its form; it is for all, and the keyboard stays with the picture', async () => {
      const page = await open({}, `${keyed.url}/`);
      await page.setInputFiles('#file', [picture('embossed-16'), picture('no-card'), picture('flat-16')]);
      await page.locator('#code').waitFor();
      await page.locator('#queue button').nth(2).click();
      expect(await page.locator('#caption').textContent()).toBe('flat-16.jpg');
      expect([await page.locator('#busy').isVisible(), await page.locator('#code').isVisible()]).toEqual([false, true]);

      const letGo = await holdRequests(page);
      await page.locator('#code').fill('local-test-key');
      await page.locator('#code').press('Enter');
      await page.locator('#busy').waitFor();
      expect([await page.locator('#code').isVisible(), await settledFocus(page)]).toEqual([false, 'work']);
      letGo();
      await becomes(page, `document.querySelectorAll('#queue .read').length === 2 && document.querySelector('#queue .failed')`);
      expect(await numberOf(page)).toBe('4242 42•• •••• 4242');
    });

    test('where several pictures were refused for want of it, all are read with it', async () => {
      const page = await open({}, `${keyed.url}/`);
      await page.route('**/v1/cards', (route) => route.abort(), { times: 1 });
      await page.setInputFiles('#file', [picture('embossed-16'), picture('flat-16')]);
      await page.locator('#code').waitFor();
      await page.locator('#queue button').first().click();
      await button(page, 'Try again').click();
      await becomes(page, `document.querySelectorAll('#queue .failed').length === 2 && document.activeElement.id === 'code'`);
      await page.keyboard.type('local-test-key');
      await page.keyboard.press('Enter');
      await page.locator('#queue .read').nth(1).waitFor();
      expect(watched.offences.splice(0)).toEqual([expect.stringContaining('net::ERR_FAILED')]);
    });

    test('the camera comes without one, too: its frame is read when the code is there', async () => {
      const page = await open({}, `${keyed.url}/`);
      await button(page, 'Photograph').click();
      await page.locator('#code').waitFor();
      expect(await page.locator('#camera').isVisible()).toBe(false);
      await becomes(page, `document.activeElement.id === 'code'`);
      await page.keyboard.type('local-test-key');
      await page.keyboard.press('Enter');
      await cards(page).waitFor();
      expect(await numberOf(page)).toBe(MASKED);
      await button(page, 'Photograph').click();
      await becomes(page, `document.querySelector('#note').textContent !== ''`);
      expect(await page.locator('#note').textContent()).toBe('Read by the camera; nothing of the number is in doubt.');
    });
  });
});

/** Runs in the page: its camera sees nothing, in frames of a size. */
const cameraOf = `(width, height) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  setInterval(() => context.fillRect(0, 0, width, height), 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
}`;

/** Runs in the page: texts whose contrast with what lies behind them is below a ratio (WCAG 2, 1.4.3). */
const faintTexts = `(ratio) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'white';
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => !element.closest('svg, script, style, noscript'))
    .flatMap((element) => {
      const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return contrast < ratio ? [element.textContent + ': ' + contrast.toFixed(2)] : [];
    });
}`;

/** A server that passes on what is below a prefix, without it, as the API does with its stage. */
async function serveUnder(prefix: string, to: string): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    const target = request.url!.slice(prefix.length) || '/';
    const answer = await forward({
      port: Number(new URL(to).port),
      method: request.method!,
      target,
      rawHeaders: request.rawHeaders,
      body: (await collect(request))!,
      signal: new AbortController().signal,
    });
    response.writeHead(answer.status, [...answer.rawHeaders]).end(answer.body);
  });
  return { server, url: `http://127.0.0.1:${await listen(server)}` };
}
