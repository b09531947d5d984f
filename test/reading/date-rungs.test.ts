import { isInside, type Quad, quadCentre } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Model } from '../../lib/model/model';
import { cardExpiry } from '../../lib/reading/date-rungs';
import type { SeenCard } from '../../lib/reading/survey';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';
import type { Networks, SightSettings } from '../../lib/sight';
import { drawnTensor, locatorOf, tilted } from '../helpers/locator-maps';
import { abortedAfter, sightOf } from '../helpers/sights';

const RASTER: Raster = { width: 640, height: 400, data: new Uint8Array(640 * 400 * 3) };
const OUTLINE = tilted({ x: 320, y: 200 }, 600, 378, 0);
const NUMBER = tilted({ x: 320, y: 200 }, 440, 30, 0);
const DATE = tilted({ x: 300, y: 270 }, 90, 20, 0);

/** Says of a strip that it is blank, or this text. */
function strip(text: string): DigitStrip {
  const classes = DIGIT_ALPHABET.length + 1;
  const steps = Math.max(1, 2 * text.length);
  const data = new Float32Array(steps * classes).fill(1e-4);
  for (let t = 0; t < steps; t++)
    data[t * classes + (t % 2 || !text ? 0 : DIGIT_ALPHABET.indexOf(text[t / 2]!) + 1)] = 1 - 1e-4 * (classes - 1);
  return { digitProbs: { data, shape: [steps, classes] }, digitMass: new Float32Array(steps).fill(1) };
}

interface World {
  /** what the readers see in a line where a date stands */
  readonly text: string;
  /** sees nothing in tight lines: only where the text detector has found them */
  readonly isCutShort?: boolean;
  /** where the locator sees a date, in a look at what is around the number, px of that look */
  readonly date?: Quad;
  /** where the text detector sees text, of the look's width and height */
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

async function expiryOf(world: World, card: Partial<SeenCard> = {}, settings: Partial<SightSettings> = {}) {
  const asked = { locator: 0, detector: 0 };
  let isDetected = false;
  const locator = locatorOf(async ({ shape }) => {
    asked.locator++;
    return drawnTensor({ width: shape[3]!, height: shape[2]!, lines: world.date ? [{ quad: world.date, kind: 'expiry' }] : [] });
  });
  const detector: Model = {
    config: manifest['text-detection'],
    run: async ({ shape }) => {
      asked.detector++;
      isDetected = true;
      const [width, height] = [shape[3]!, shape[2]!];
      const data = new Float32Array(width * height);
      const { box } = world;
      for (let i = 0; box && i < data.length; i++) {
        const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
        if (Math.abs(x - box.x) < box.width / 2 && Math.abs(y - box.y) < box.height / 2) data[i] = 0.95;
      }
      return { data, shape: [1, 1, height, width] };
    },
  };
  const textOf = (quad: Quad): string => (isInside(DATE, quadCentre(quad)) && (isDetected || !world.isCutShort) ? world.text : '');
  const digitsOf = (text: string): string => text.replace(/[^\d/]/g, '');
  const readers = {
    digits: { read: async (_: Raster, quad: Quad) => strip(digitsOf(textOf(quad))) },
    text: { read: async (_: Raster, quad: Quad) => ({ ...strip(digitsOf(textOf(quad))), text: textOf(quad), textConfidence: 0.95 }) },
  } as unknown as Pick<Networks, 'digits' | 'text'>;
  const sight = sightOf(RASTER, { locator, detector, ...readers }, settings);
  const found = { sight, outline: OUTLINE, expiry: null, expiryScore: 1, ...card, reading: { place: [NUMBER] } };
  const expiry = await cardExpiry(found as unknown as SeenCard);
  return { expiry: expiry?.expiry ?? null, asked };
}

/** Where `DATE` lies in a look at what is around the number. */
const SEEN = tilted({ x: 210, y: 91.5 }, 63, 14, 0);

test('a date where the locator sees it needs no further look', async () => {
  expect(await expiryOf({ text: '08/27' }, { expiry: DATE })).toEqual({
    expiry: { month: 8, year: 2027 },
    asked: { locator: 0, detector: 0 },
  });
});

test('a card on which the locator sees no trace of a date is not searched', async () => {
  expect(await expiryOf({ text: '08/27' }, { expiryScore: 0.02 })).toEqual({ expiry: null, asked: { locator: 0, detector: 0 } });
});

test('else a date is seen from near by, its line found by the text detector', async () => {
  const box = { x: 0.62, y: 0.5, width: 0.34, height: 0.2 };
  expect(await expiryOf({ text: '08/27', isCutShort: true, date: SEEN, box })).toEqual({
    expiry: { month: 8, year: 2027 },
    asked: { locator: 1, detector: 1 },
  });
});

test('else the text detector looks at all that is around the number', async () => {
  const box = { x: 0.469, y: 0.5, width: 0.135, height: 0.06 };
  expect(await expiryOf({ text: '08/27', box })).toEqual({ expiry: { month: 8, year: 2027 }, asked: { locator: 1, detector: 1 } });
});

test('a past date may be that of issue, and what is around the number is looked at, unless a word says that it is the expiry', async () => {
  const box = { x: 0.62, y: 0.5, width: 0.34, height: 0.2 };
  const seen = { isCutShort: true, date: SEEN, box };
  const past = { month: 8, year: 2021 };
  expect(await expiryOf({ ...seen, text: '08/21' })).toEqual({ expiry: past, asked: { locator: 1, detector: 2 } });
  expect(await expiryOf({ ...seen, text: 'VALID THRU 08/21' })).toEqual({ expiry: past, asked: { locator: 1, detector: 1 } });
});

test('a specimen has none, and is not searched further', async () => {
  expect(await expiryOf({ text: '88/88' }, { expiry: DATE })).toEqual({ expiry: null, asked: { locator: 0, detector: 0 } });
});

test.each([
  ['date', { locator: 1, detector: 1 }],
  ['text-recognition', { locator: 0, detector: 0 }],
  ['text-detection', { locator: 0, detector: 0 }],
])('a future date where the locator sees it, without %s', async (name, asked) => {
  const box = { x: 0.62, y: 0.5, width: 0.34, height: 0.2 };
  const found = await expiryOf({ text: '08/27', date: SEEN, box }, { expiry: DATE }, { without: new Set([name]) });
  expect(found).toEqual({ expiry: { month: 8, year: 2027 }, asked });
});

test('a past date that the text reader does not see alone is looked for further', async () => {
  const box = { x: 0.62, y: 0.5, width: 0.34, height: 0.2 };
  const found = await expiryOf({ text: 'SINCE 08/21', date: SEEN, box }, { expiry: DATE });
  expect(found).toEqual({ expiry: null, asked: { locator: 1, detector: 2 } });
});

test('without an outline what is around the number is looked at, whatever the score', async () => {
  expect(await expiryOf({ text: '' }, { outline: null, expiryScore: 0.02 })).toEqual({ expiry: null, asked: { locator: 1, detector: 0 } });
});

test('stops when the time is up', async () => {
  await expect(expiryOf({ text: '08/27' }, {}, { signal: abortedAfter(0) })).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});
