import fc from 'fast-check';
import { CameraError } from '../../lib/camera/camera-error';
import type { GreyPicture } from '../../lib/camera/grey-picture';
import { type CameraReading, type CameraState, type FrameOptions, type Frames, readFrames } from '../../lib/camera/read-frames';
import { CardClient, CardClientError, type Picture, type TogetherAnswer } from '../../lib/client';
import { type ShownNumber, togetherAnswer } from '../helpers/together-answers';

type Look = 'none' | 'sharp' | 'blurred' | 'moving' | 'ended';

const SIZE = 16;
const SHADES = {
  /** fine detail */
  sharp: (x: number, y: number) => ((x * 7 + y * 13) % 5) * 50,
  blurred: (x: number, y: number) => 8 * x + 4 * y,
};
const pictureOf = (shadeAt: (x: number, y: number) => number): GreyPicture => ({
  width: SIZE,
  height: SIZE,
  data: Array.from({ length: SIZE ** 2 }, (_, i) => shadeAt(i % SIZE, Math.floor(i / SIZE))),
});

/** A camera that shows something else from time to time; its files are numbered. */
class ScriptedFrames implements Frames {
  readonly files: Blob[] = [];
  private looks = 0;
  private readonly start = performance.now();

  /**
   * @param shown - what is shown, by the ms since the beginning
   * @param fileBytes - of each file, at least
   */
  constructor(
    private readonly shown: (ms: number) => Look,
    private readonly fileBytes = 1,
  ) {}

  look(): GreyPicture | null {
    const shown = this.shown(performance.now() - this.start);
    if (shown === 'ended') throw new CameraError('CAMERA_FAILED');
    if (shown === 'none') return null;
    const away = shown === 'moving' ? 8 * (this.looks++ % 2) : 0;
    const shadeAt = shown === 'moving' ? (x: number) => ((x + away) % SIZE < 8 ? 20 : 220) : SHADES[shown];
    return pictureOf(shadeAt);
  }

  async file(): Promise<Blob> {
    const file = new Blob([`${this.files.length}`.padEnd(this.fileBytes)]);
    this.files.push(file);
    return file;
  }
}

interface Asked {
  readonly pictures: readonly Picture[];
  readonly start: number;
  end: number | null;
  readonly signal: AbortSignal;
}
type Outcome = ShownNumber | CardClientError['code'];

const CERTAIN: ShownNumber = { confidence: 0.99, warnings: [] };
const DOUBTFUL: ShownNumber = { confidence: 0.5, warnings: ['low-confidence'] };

/** A service that answers after a while; the last answer is given again and again. */
class ScriptedService {
  readonly asked: Asked[] = [];

  /** @param most - of pictures that a request may bring */
  constructor(
    private readonly outcomes: readonly Outcome[],
    private readonly ms = 300,
    private readonly most = 8,
  ) {}

  readonly readTogether = (
    pictures: readonly Picture[],
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<TogetherAnswer> => {
    const asked: Asked = { pictures, start: performance.now(), end: null, signal: signal! };
    const next = this.outcomes[Math.min(this.asked.push(asked), this.outcomes.length) - 1]!;
    const outcome = pictures.length > this.most ? 'PAYLOAD_TOO_LARGE' : next;
    return new Promise((resolve, reject) => {
      const answer = (): void => {
        asked.end = performance.now();
        signal!.removeEventListener('abort', giveUp);
        if (typeof outcome === 'string') reject(new CardClientError(outcome, 400, null, ''));
        else
          resolve(
            togetherAnswer(
              outcome,
              pictures.map(() => outcome),
            ) as TogetherAnswer,
          );
      };
      const timer = setTimeout(answer, this.ms);
      const giveUp = (): void => {
        clearTimeout(timer);
        reject(signal!.reason);
      };
      signal!.addEventListener('abort', giveUp);
    });
  };
}

/** Let the clock run until it is over. */
async function run(shown: (ms: number) => Look, service: Pick<CardClient, 'readTogether'>, options: FrameOptions = {}, fileBytes = 1) {
  const frames = new ScriptedFrames(shown, fileBytes);
  const states: CameraState[] = [];
  const start = performance.now();
  const result = readFrames(frames, service, { ...options, onState: (state) => states.push(state) }).then(
    (reading) => ({ reading, thrown: null }),
    (thrown) => ({ reading: null, thrown }),
  );
  let outcome: { reading: CameraReading | null; thrown: unknown } | null = null;
  void result.then((done) => {
    outcome = done;
  });
  for (let i = 0; outcome === null && i < 1000; i++) await jest.advanceTimersByTimeAsync(20);
  return { ...outcome!, states, files: frames.files, ms: performance.now() - start };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('the first sharp and still frame is sent, and nothing more where it leaves no doubt', async () => {
  const service = new ScriptedService([CERTAIN]);
  const shown = (ms: number): Look => (ms < 300 ? 'none' : ms < 900 ? 'moving' : ms < 1500 ? 'blurred' : 'sharp');
  const { reading, states, files } = await run(shown, service);
  expect(service.asked.map(({ pictures }) => pictures)).toEqual([files]);
  expect(files).toHaveLength(1);
  expect(reading).toEqual({ doubts: [], answer: togetherAnswer(CERTAIN, [CERTAIN]), picture: files[0], requestMs: 300 });
  // what becomes sharp differs from the frame before
  expect(states).toEqual(['starting', 'moving', 'blurred', 'moving', 'reading', 'done']);
});

test.each(['blurred', 'moving'] as const)('%s frames are never sent, and after 10 s it is over', async (look) => {
  const service = new ScriptedService([CERTAIN]);
  const { reading, ms } = await run(() => look, service);
  expect(service.asked).toEqual([]);
  expect(reading).toEqual({ doubts: ['no-number'], answer: null, picture: null, requestMs: 0 });
  expect(ms).toBeCloseTo(10_000, -2);
});

test('what is in doubt is joined with further frames, two requests a second', async () => {
  const service = new ScriptedService([DOUBTFUL, DOUBTFUL, CERTAIN]);
  const { reading, files } = await run(() => 'sharp', service);
  expect(service.asked.map(({ pictures }) => pictures)).toEqual([[files[0]], [files[0], files[1]], [files[0], files[1], files[2]]]);
  const starts = service.asked.map(({ start }) => start);
  for (const [i, start] of starts.slice(1).entries()) expect(start - starts[i]!).toBeGreaterThanOrEqual(500);
  expect(starts[2]! - starts[0]!).toBeLessThan(1400);
  expect([reading?.doubts, reading?.picture]).toEqual([[], files[0]]);
});

test('what stays in doubt is told with its doubts; a request that is under way is given up', async () => {
  const service = new ScriptedService([DOUBTFUL], 1700);
  const { reading, ms } = await run(() => 'sharp', service, { maxPictures: 3 });
  expect(reading?.doubts).toEqual(['low-confidence']);
  expect(ms).toBeCloseTo(10_000, -2);
  expect(service.asked.at(-1)!.signal.aborted).toBe(true);
  expect(service.asked.map(({ pictures }) => pictures.length)).toEqual([1, 2, 3, 3, 3, 3]);
});

test('a service that never answers: the service failed', async () => {
  const { thrown, files, ms } = await run(() => 'sharp', new ScriptedService([CERTAIN], 60_000));
  expect(thrown).toMatchObject({ code: 'SERVICE_FAILED', cause: { name: 'TimeoutError' }, picture: files[0] });
  expect(ms).toBeCloseTo(10_000, -2);
});

test('a first frame shortly before the end is no sign of a service that never answers: no number', async () => {
  const { reading } = await run((ms) => (ms < 8000 ? 'blurred' : 'sharp'), new ScriptedService([CERTAIN], 60_000));
  expect(reading?.doubts).toEqual(['no-number']);
});

test('after another card the newest picture alone is joined with the next', async () => {
  const service = new ScriptedService([DOUBTFUL, { confidence: 0.4, warnings: ['different-cards'] }, CERTAIN]);
  const { files } = await run(() => 'sharp', service);
  expect(service.asked[2]!.pictures).toEqual([files[1], files[2]]);
});

test('the service is busy, then there is no card: it goes on', async () => {
  const service = new ScriptedService(['THROTTLED', 'NO_CARD', CERTAIN]);
  const { reading, files } = await run(() => 'sharp', service);
  expect(service.asked.map(({ pictures }) => pictures)).toEqual([[files[0]], [files[0], files[1]], [files[2]]]);
  expect(reading?.doubts).toEqual([]);
});

test('an error that another frame does not mend has the frame that was sent, and its cause', async () => {
  const { thrown, files, states } = await run(() => 'sharp', new ScriptedService(['FORBIDDEN']));
  expect(thrown).toBeInstanceOf(CameraError);
  expect(thrown).toMatchObject({ code: 'SERVICE_FAILED', cause: { code: 'FORBIDDEN' }, picture: files[0] });
  expect(states.at(-1)).toBe('done');
});

test('no more bytes are sent together than the gateway takes', async () => {
  const service = new ScriptedService([DOUBTFUL]);
  await run(() => 'sharp', service, {}, 1.2 * 2 ** 20);
  expect(new Set(service.asked.map(({ pictures }) => pictures.length))).toEqual(new Set([1, 2, 3]));
});

test('a service that takes one picture a request gets one, and refuses once', async () => {
  const service = new ScriptedService([DOUBTFUL, DOUBTFUL, DOUBTFUL, DOUBTFUL, CERTAIN], 300, 1);
  const { reading } = await run(() => 'sharp', service);
  expect(service.asked.map(({ pictures }) => pictures.length)).toEqual([1, 2, 1, 1, 1]);
  expect(reading?.doubts).toEqual([]);
});

test('one picture that is too large ends it', async () => {
  const { thrown } = await run(() => 'sharp', new ScriptedService(['PAYLOAD_TOO_LARGE']));
  expect(thrown).toMatchObject({ code: 'SERVICE_FAILED', cause: { code: 'PAYLOAD_TOO_LARGE' } });
});

test.each(['THROTTLED', 'SERVICE_UNAVAILABLE', 'REQUEST_TIMEOUT'] as const)('%s all the time: the service failed', async (code) => {
  const { thrown, files, states, ms } = await run(() => 'sharp', new ScriptedService([code]));
  expect(thrown).toMatchObject({ name: 'CameraError', code: 'SERVICE_FAILED', cause: { code } });
  expect(files).toContain((thrown as CameraError).picture);
  expect(states.at(-1)).toBe('done');
  expect(ms).toBeCloseTo(10_000, -2);
});

test.each([
  ['first', ['NO_CARD', 'THROTTLED']],
  ['last', ['THROTTLED', 'THROTTLED', 'NUMBER_UNREADABLE']],
] as const)('a service that looked at a picture, were it only %s: no number', async (_, outcomes) => {
  const { reading } = await run(() => 'sharp', new ScriptedService(outcomes));
  expect(reading?.doubts).toEqual(['no-number']);
});

test.each<[string, (ms: number) => Look]>([
  ['shows nothing', () => 'none'],
  ['is taken away', (ms) => (ms < 2000 ? 'blurred' : 'ended')],
])('a camera that %s', async (_, shown) => {
  const { thrown, states } = await run(shown, new ScriptedService([CERTAIN]));
  expect(thrown).toMatchObject({ name: 'CameraError', code: 'CAMERA_FAILED' });
  expect(states.at(-1)).toBe('done');
});

test.each([
  ['before the first frame', 'none'],
  ['while frames are looked at', 'blurred'],
  ['while the service reads', 'sharp'],
] as const)('the signal ends it %s, with its reason', async (_, look) => {
  const end = new AbortController();
  setTimeout(() => end.abort('enough'), 350);
  const service = new ScriptedService([CERTAIN], 5000);
  const { thrown, states, ms } = await run(() => look, service, { signal: end.signal });
  expect(thrown).toBe('enough');
  expect(states.at(-1)).toBe('done');
  expect(ms).toBeLessThan(500);
  expect(service.asked.every(({ signal }) => signal.aborted)).toBe(true);
});

describe('a request that heeds no signal', () => {
  const deaf = new CardClient({ url: 'http://x', attempts: 1, fetch: () => new Promise(() => {}) });

  test('is given up when the time is over', async () => {
    const { thrown, files, ms } = await run(() => 'sharp', deaf);
    expect(thrown).toMatchObject({ code: 'SERVICE_FAILED', cause: { name: 'TimeoutError' }, picture: files[0] });
    expect(ms).toBeCloseTo(10_000, -2);
  });

  test('is given up when the signal aborts', async () => {
    const end = new AbortController();
    setTimeout(() => end.abort('enough'), 350);
    const { thrown, states } = await run(() => 'sharp', deaf, { signal: end.signal });
    expect([thrown, states.at(-1)]).toEqual(['enough', 'done']);
  });
});

test('the signal’s reason is told, whatever the request throws then', async () => {
  const end = new AbortController();
  const readTogether = async (): Promise<never> => {
    end.abort('enough');
    throw new DOMException('', 'AbortError');
  };
  const { thrown } = await run(() => 'sharp', { readTogether }, { signal: end.signal });
  expect(thrown).toBe('enough');
});

describe('a camera of five frames a second', () => {
  /** Every other look finds no new frame. */
  const slow = (look: Look) => {
    let looks = 0;
    return (): Look => (looks++ % 2 === 0 ? look : 'none');
  };

  test('that moves is never sent: a frame is compared with the one before it, not with itself', async () => {
    const motions: number[] = [];
    const service = new ScriptedService([CERTAIN]);
    await run(slow('moving'), service, { onFrame: ({ motion }) => motions.push(motion) });
    expect(service.asked).toEqual([]);
    expect(motions.length).toBeGreaterThan(40);
    expect(Math.min(...motions)).toBeGreaterThan(0.25);
  });

  test('that is still is sent with its second frame', async () => {
    const service = new ScriptedService([CERTAIN]);
    const { files, states } = await run(slow('sharp'), service);
    expect(service.asked.map(({ pictures }) => pictures)).toEqual([files]);
    expect(states).toEqual(['starting', 'reading', 'done']);
  });
});

test('each frame is judged', async () => {
  const judged: boolean[] = [];
  const service = new ScriptedService([CERTAIN]);
  await run((ms) => (ms < 450 ? 'blurred' : 'sharp'), service, { onFrame: ({ isGood }) => judged.push(isGood) });
  expect(judged).toEqual([false, false, false, false, false, true]);
});

const look = fc.constantFrom<Look>('sharp', 'sharp', 'blurred', 'moving', 'none');
const outcome = fc.oneof(
  fc.constant(DOUBTFUL),
  fc.constant(CERTAIN),
  fc.constant<ShownNumber>({ confidence: 0.9, warnings: ['luhn', 'expired'] }),
  fc.constant<ShownNumber>({ confidence: 0.4, warnings: ['different-cards'] }),
  fc.constantFrom<CardClientError['code']>('NO_CARD', 'NUMBER_UNREADABLE', 'THROTTLED', 'REQUEST_TIMEOUT'),
);

test('whatever is shown and answered: one request at a time, two a second, so many pictures; certain only where nothing is in doubt', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(look, { minLength: 1, maxLength: 20 }),
      fc.array(outcome, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 1, max: 8 }),
      async (looks, outcomes, answerMs, maxPictures) => {
        const service = new ScriptedService(outcomes, answerMs);
        const shown = (ms: number): Look => looks[Math.floor(ms / 300)] ?? 'sharp';
        const { reading, thrown, files, ms } = await run(shown, service, { maxPictures });
        expect(ms).toBeLessThan(6000 + 10_200);
        for (const [i, { start, pictures }] of service.asked.entries()) {
          const before = service.asked[i - 1];
          expect(pictures.length).toBeLessThanOrEqual(maxPictures);
          expect(new Set(pictures).size).toBe(pictures.length);
          if (before) expect([before.end !== null && before.end <= start, start - before.start >= 500]).toEqual([true, true]);
        }
        if (thrown) {
          // the last request may have been given up when the time was over: its outcome was never given
          const given = outcomes.slice(0, service.asked.filter(({ end }) => end !== null).length);
          expect(given.every((outcome) => outcome === 'THROTTLED' || outcome === 'REQUEST_TIMEOUT')).toBe(true);
          return;
        }
        const last = reading!.answer?.cards[0];
        const isCertain = last !== undefined && last.warnings.length === 0;
        expect(reading!.doubts.length === 0).toBe(isCertain);
        expect(reading!.picture === null).toBe(last === undefined);
        if (reading!.picture) expect(files).toContain(reading!.picture);
      },
    ),
    { numRuns: 60, examples: [[['moving', 'blurred', 'blurred'], ['THROTTLED', 'REQUEST_TIMEOUT', CERTAIN], 2934, 1]] },
  );
});
