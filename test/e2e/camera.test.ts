import path from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { type Film, showFilm, spoiltFilm } from '../helpers/camera-film';
import { becomes, hasChromium, startChromium } from '../helpers/chromium';
import { fixture } from '../helpers/fixtures';
import { type Served, startServed } from '../helpers/served';

// The page's camera against the service and its networks. CAMERA_RUNS=200 for as many films as the figures in docs/accuracy.md are of.
const RUNS = Number(process.env.CAMERA_RUNS ?? 4);
const FIRST = Number(process.env.CAMERA_FIRST ?? 0);

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
      await becomes(page, `document.querySelector('#note').textContent !== '' || !document.querySelector('#failed').hidden`);
      expect(await page.locator('#failure').textContent()).toBe('');
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
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const film = spoiltFilm(seed);
      const done = await run(film);
      const isRight = done.pan === fixture(film.pictures[0]!).expected.pan;
      if (process.env.CAMERA_RUNS) process.stdout.write(`${seed} ${done.note} ${isRight} ${Math.round(done.ms)} ms\n`);
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

  describe('the module of the package, on a page of somebody else', () => {
    /** @param script - an expression of `readCard`, `video` and `url`; a promise is awaited */
    async function evaluate(script: string, film?: Film): Promise<unknown> {
      const context = await browser.newContext();
      try {
        if (film) await showFilm(context, film);
        const page = await context.newPage();
        await page.route('**/their-page', (route) => route.fulfill({ contentType: 'text/html', body: THEIR_PAGE }));
        await page.route('**/camera.mjs', (route) => route.fulfill({ path: path.resolve('dist/npm/camera.mjs') }));
        await page.goto(`${service.url}/their-page`);
        await becomes(page, 'globalThis.readCard !== undefined');
        return await page.evaluate(`(async () => { const url = '${service.url}'; ${script} })()`);
      } finally {
        await context.close();
      }
    }
    const LET_GO = 'film.letGo !== undefined && video.srcObject === null';
    const GOOD = { kind: 'good', ms: 0 } as const;

    test('reads, masks, and settles on a picture', async () => {
      const reading = `const states = [];
        const { doubts, answer, picture } = await readCard(video, { url, mask: true, onState: (state) => states.push(state) });
        const { width } = await createImageBitmap(picture);
        return { doubts, pan: answer.cards[0].pan, isLetGo: ${LET_GO}, isOfThePicture: width === answer.image.width, states };`;
      expect(await evaluate(reading, { pictures: ['embossed-16'], phases: [GOOD] })).toEqual({
        doubts: [],
        pan: '621234******1232',
        isLetGo: true,
        isOfThePicture: true,
        states: expect.arrayContaining(['starting', 'reading', 'done']),
      });
    });

    test('a number that fails its check is in doubt when the time is over', async () => {
      const reading = `const { doubts, answer } = await readCard(video, { url, limitMs: 4000 }); return [doubts, answer.cards[0].pan, ${LET_GO}];`;
      const { pan } = fixture('luhn-fails-16').expected;
      expect(await evaluate(reading, { pictures: ['luhn-fails-16'], phases: [GOOD] })).toEqual([['luhn'], pan, true]);
    });

    test('a card that is changed for another: one of the two, never a mixture', async () => {
      const film: Film = {
        pictures: ['flat-16', 'embossed-16'],
        phases: [
          { kind: 'covered', ms: 1500 },
          { ...GOOD, picture: 1 },
        ],
      };
      const pan = await evaluate(`const { answer } = await readCard(video, { url }); return answer.cards[0].pan;`, film);
      expect(film.pictures.map((name) => fixture(name).expected.pan)).toContain(pan);
    });

    test('ends by a signal, and lets the camera go', async () => {
      const aborted = `const end = new AbortController();
        const onState = (state) => state === 'blurred' && end.abort('enough');
        const thrown = await readCard(video, { url, signal: end.signal, onState }).catch((thrown) => thrown);
        return [thrown, ${LET_GO}];`;
      expect(await evaluate(aborted, { pictures: ['flat-16'], phases: [{ kind: 'blurred', ms: 0 }] })).toEqual(['enough', true]);
    });

    test('given up and begun anew at once, as React does in development: the video element stays with the second', async () => {
      const anew = `const open = () => navigator.mediaDevices.getUserMedia({ video: true });
        const [gone, stream] = [await open(), await open()];
        const end = new AbortController();
        const first = readCard(video, { url, stream: gone, signal: end.signal }).catch((thrown) => thrown);
        end.abort('enough');
        const second = readCard(video, { url, stream, mask: true });
        const thrown = await first;
        const isKept = video.srcObject === stream;
        const { answer } = await second;
        return [thrown, isKept, answer.cards[0].pan, ${LET_GO}];`;
      expect(await evaluate(anew, { pictures: ['embossed-16'], phases: [GOOD] })).toEqual(['enough', true, '621234******1232', true]);
    });

    test('a camera that is granted after the signal is let go at once, and nobody waits for it', async () => {
      const late = `const end = new AbortController();
        const grant = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        let stream;
        const isGranted = new Promise((resolve) => {
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            await new Promise((granted) => { globalThis.grantNow = granted; });
            stream = await grant(wanted);
            setTimeout(resolve, 50);
            return stream;
          };
        });
        setTimeout(() => end.abort('enough'), 50);
        const thrown = await readCard(video, { url, signal: end.signal }).catch((thrown) => thrown);
        const isBefore = stream === undefined;
        grantNow();
        await isGranted;
        return [thrown, isBefore, stream.getTracks().map(({ readyState }) => readyState), video.srcObject];`;
      expect(await evaluate(late, { pictures: ['flat-16'], phases: [GOOD] })).toEqual(['enough', true, ['ended'], null]);
    });

    test('a stream that was given is let go, even where another argument is wrong', async () => {
      const given = `const stream = document.createElement('canvas').captureStream();
        const thrown = await readCard(video, { url, stream, limitMs: 0 }).catch((thrown) => thrown);
        return [thrown.name, stream.getTracks().map(({ readyState }) => readyState)];`;
      expect(await evaluate(given)).toEqual(['TypeError', ['ended']]);
    });

    test.each([
      ['NotAllowedError', 'CAMERA_REFUSED'],
      ['NotFoundError', 'CAMERA_MISSING'],
      ['NotReadableError', 'CAMERA_FAILED'],
    ])('without a camera (%s)', async (name, code) => {
      const refused = `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${name}'));
        const thrown = await readCard(video, { url }).catch((thrown) => thrown);
        return [thrown.name, thrown.code, thrown.cause.name];`;
      expect(await evaluate(refused)).toEqual(['CameraError', code, name]);
    });

    test('a service that refuses', async () => {
      const refused = `const thrown = await readCard(video, { url: url + '/nowhere' }).catch((thrown) => thrown);
        return [thrown.code, thrown.cause.name, thrown.cause.code, thrown.picture.type, ${LET_GO}];`;
      const film: Film = { pictures: ['flat-16'], phases: [GOOD] };
      expect(await evaluate(refused, film)).toEqual(['SERVICE_FAILED', 'CardClientError', 'INVALID_URL', 'image/jpeg', true]);
    });

    test.each([{ maxPictures: 9 }, { maxPictures: 1.5 }, { url: '' }, { limitMs: -1 }, { limitMs: '9' }, { signal: {} }, { stream: {} }])(
      'wrong options: %j',
      async (options) => {
        const wrong = `return String(await readCard(video, { url, ...${JSON.stringify(options)} }).catch((thrown) => thrown));`;
        expect(await evaluate(wrong)).toMatch(/^TypeError: /);
      },
    );
  });
});

const THEIR_PAGE = `<!doctype html><video id="video"></video>
<script type="module">import { readCard } from './camera.mjs'; Object.assign(globalThis, { readCard })</script>`;

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
