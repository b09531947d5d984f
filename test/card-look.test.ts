import sharp from 'sharp';
import { isSmeared, lookAtCard } from '../lib/card-look';
import { flipQuad, type Quad } from '../lib/geometry';
import { DATE_RUNGS } from '../lib/reading/date-rungs';
import { cardOf, type SeenCard } from '../lib/reading/survey';
import { noTime, stopwatch } from '../lib/stopwatch';
import { locatorSeeing } from './helpers/locator-maps';
import { numberReading } from './helpers/number-readings';
import { rectangle, tilted } from './helpers/quads';
import { plainRaster } from './helpers/rasters';
import { sightOf } from './helpers/sights';

/** A white card with black stripes all over it. */
const OUTLINE = tilted({ x: 320, y: 240 }, 560, 352, 0);
const LINE = tilted({ x: 320, y: 240 }, 480, 30, 0);
/** Right below the number: the strip shows a little of it. */
const BELOW = tilted({ x: 320, y: 270 }, 480, 24, 0);
const PICTURE = plainRaster(640, 480, 255);
for (let i = 0; i < 640 * 480; i += 16) PICTURE.data.fill(0, 3 * i, 3 * (i + 8));

const NOTHING = { outline: null, numbers: [], dates: [] };

const reading = numberReading({ place: [LINE] });

/** How many shades a row of a JPEG has: of stripes two and more, of paint one. row: 0..1 from above */
async function shadesIn(jpeg: Buffer, row: number): Promise<number> {
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  const start = Math.floor(info.height * row) * info.width;
  const inner = data.subarray(start + 0.1 * info.width, start + 0.9 * info.width);
  return new Set(inner.map((level) => level >> 5)).size;
}

/** How many shades are seen at `BELOW` in a card's crop and in its number's strip. */
async function shadesBelow(cut: 'plain' | 'masked', numbers: SeenCard['numbers'], otherNumbers: readonly Quad[]) {
  const locator = locatorSeeing();
  const without = new Set(DATE_RUNGS.map(({ name }) => name));
  const sight = sightOf(PICTURE, { locator, dateLocator: locator }, { without });
  const card = { ...cardOf(sight, { outline: OUTLINE, numbers: [...numbers], dates: [] }), reading };
  const { crop, strip } = await lookAtCard(card, { crop: cut, strip: cut, isTypeOpen: () => false, otherNumbers }, stopwatch(noTime()));
  return [await shadesIn(crop!, (270 - 64) / 352), await shadesIn(strip!, 0.95)];
}

describe.each<[string, SeenCard['numbers'], readonly Quad[]]>([
  ['a line of digits on it that is not its number', [[LINE], [BELOW]], []],
  ['the number of another card', [[LINE]], [BELOW]],
])('what is cut out of a card shows %s', (_, numbers, otherNumbers) => {
  test('where no mask is asked for', async () => {
    for (const shades of await shadesBelow('plain', numbers, otherNumbers)) expect(shades).toBeGreaterThan(1);
  });

  test('and not where one is', async () => {
    expect(await shadesBelow('masked', numbers, otherNumbers)).toEqual([1, 1]);
  });
});

test('where things are in a tall picture is told by its longer side, of which less is rounded', async () => {
  const locator = locatorSeeing();
  const sight = sightOf(plainRaster(30, 640, 255), { locator, dateLocator: locator }, { width: 390, height: 8192 });
  const card = cardOf(sight, { outline: tilted({ x: 15, y: 320 }, 28, 18, 0), numbers: [], dates: [] });
  const { toPicture } = await lookAtCard(card, { isTypeOpen: () => false, otherNumbers: [] }, stopwatch(noTime()));
  expect(toPicture(rectangle(10, 10, 5, 5))).toEqual(rectangle(128, 128, 64, 64));
});

test('where things are in a picture that was read in the mirror is told of the picture itself', async () => {
  const locator = locatorSeeing();
  // its shorter side is rounded: 390 / 12.8
  const sight = await sightOf(plainRaster(30, 640, 255), { locator, dateLocator: locator }, { width: 390, height: 8192 }).mirrored();
  const { toPicture } = await lookAtCard(
    cardOf(sight, { ...NOTHING, numbers: [[rectangle(2, 90, 20, 4)]] }),
    { isTypeOpen: () => false, otherNumbers: [] },
    stopwatch(noTime()),
  );
  expect(toPicture(rectangle(10, 10, 5, 5))).toEqual(flipQuad(rectangle(192, 128, 64, 64)));
});

test('in a blurred picture a date counts only where it is surer than elsewhere', () => {
  expect(isSmeared({ confidence: 0.94 }, { flaws: ['blurred', 'glare'] })).toBe(true);
  expect(isSmeared({ confidence: 0.94 }, { flaws: ['glare'] })).toBe(false);
  expect(isSmeared({ confidence: 0.96 }, { flaws: ['blurred'] })).toBe(false);
});
