import type { Browser, Page, Request } from 'playwright-core';
import { type Film, showFilm, spoiltFilm } from '../helpers/camera-film';
import { becomes, hasChromium, startChromium } from '../helpers/chromium';
import { fixture } from '../helpers/fixtures';
import { type Served, startServed } from '../helpers/served';

// The page's camera against the service and its networks. CAMERA_RUNS=200 for as many films as the figures in docs/accuracy.md are of.
const RUNS = Number(process.env.CAMERA_RUNS ?? 4);

jest.setTimeout(60_000 + 30_000 * RUNS);

const withChromium = hasChromium ? describe : describe.skip;

/** When a request began, and when it was answered, ms. */
interface Sent {
  readonly start: number;
  readonly end: number;
}

/** What became of a film. */
interface Run {
  /** from the camera's first frame until it was let go */
  readonly ms: number;
  readonly note: 'certain' | 'doubtful' | 'unread';
  readonly pan: string | null;
  readonly requests: readonly Sent[];
}
const NOTES: Readonly<Record<string, Run['note']>> = {
  'Read by the camera; nothing of the number is in doubt.': 'certain',
  'The camera could not make sure of the number: compare it with the card, digit by digit.': 'doubtful',
  'The camera saw no card number in 10 seconds. Try again with more light and the card closer, or choose a picture.': 'unread',
};

withChromium('the camera', () => {
  let service: Served;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([startServed(), startChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    service?.stop();
  });

  /** Let the page's camera see a film. */
  async function run(film: Film): Promise<Run> {
    const context = await browser.newContext({ locale: 'en-US' });
    try {
      await showFilm(context, film);
      const page = await context.newPage();
      const requests: Sent[] = [];
      const sentAs = new Map<Request, Sent>();
      page.on('request', (request) => {
        if (request.method() !== 'POST') return;
        const sent = { start: performance.now(), end: Number.POSITIVE_INFINITY };
        requests.push(sent);
        sentAs.set(request, sent);
      });
      for (const event of ['requestfinished', 'requestfailed'] as const) {
        page.on(event as 'requestfinished', (request) => Object.assign(sentAs.get(request) ?? {}, { end: performance.now() }));
      }
      await page.goto(`${service.url}/`);
      await page.getByRole('button', { name: 'Photograph', exact: true }).click();
      await becomes(page, `document.querySelector('#note').textContent !== ''`);
      return await told(page, requests);
    } finally {
      await context.close();
    }
  }

  async function told(page: Page, requests: readonly Sent[]): Promise<Run> {
    expect(await page.evaluate(`[document.querySelector('#camera').open, document.querySelector('#camera-view').srcObject]`)).toEqual([
      false,
      null,
    ]);
    const note = NOTES[(await page.locator('#note').textContent())!]!;
    const ms = Number(await page.evaluate('film.letGo - film.started'));
    if (note !== 'unread') await page.getByRole('button', { name: 'Reveal numbers' }).click();
    const pan = note === 'unread' ? null : JSON.parse((await page.locator('#raw').textContent())!).cards[0].pan;
    return { ms, note, pan, requests };
  }

  test('reads cards in spoilt frames, never silently wrong, with one request at a time and two a second', async () => {
    const runs: (Run & { isRight: boolean; isHopeless: boolean })[] = [];
    for (let seed = 0; seed < RUNS; seed++) {
      const film = spoiltFilm(seed);
      const done = await run(film);
      const isRight = done.pan === fixture(film.pictures[0]!).expected.pan;
      runs.push({ ...done, isRight, isHopeless: film.phases.at(-1)!.kind !== 'good' });
      expect({ seed, film, isSilentlyWrong: done.note === 'certain' && !isRight }).toEqual({ seed, film, isSilentlyWrong: false });
      for (const [i, { start }] of done.requests.slice(1).entries()) {
        expect(start - done.requests[i]!.start).toBeGreaterThan(450);
        expect(start).toBeGreaterThanOrEqual(done.requests[i]!.end);
      }
    }
    expect(runs.some(({ note }) => note === 'certain')).toBe(true);
    if (process.env.CAMERA_RUNS)
      console.info(summaryOf(runs.filter(({ isHopeless }) => !isHopeless)), summaryOf(runs.filter(({ isHopeless }) => isHopeless)));
  });

  test('a number that fails its check is in doubt', async () => {
    const { note, pan } = await run({ pictures: ['luhn-fails-16'], phases: [{ kind: 'good', ms: 0 }] });
    expect([note, pan]).toEqual(['doubtful', fixture('luhn-fails-16').expected.pan]);
  });
});

/** Of films with good frames at their end, or of those without. */
function summaryOf(runs: readonly (Run & { isRight: boolean })[]): Readonly<Record<string, number>> {
  const certain = runs.filter(({ note, isRight }) => note === 'certain' && isRight);
  const times = runs.map((done) => (certain.includes(done) ? done.ms : Number.POSITIVE_INFINITY)).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(share * times.length)] ?? 0);
  return {
    films: runs.length,
    rightAndCertain: certain.length,
    wrongAndCertain: runs.filter(({ note, isRight }) => note === 'certain' && !isRight).length,
    rightAndDoubtful: runs.filter(({ note, isRight }) => note === 'doubtful' && isRight).length,
    wrongAndDoubtful: runs.filter(({ note, isRight }) => note === 'doubtful' && !isRight).length,
    unread: runs.filter(({ note }) => note === 'unread').length,
    medianMs: at(0.5),
    p90Ms: at(0.9),
    requests: runs.reduce((sum, { requests }) => sum + requests.length, 0),
  };
}
