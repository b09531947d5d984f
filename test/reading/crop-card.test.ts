import { isInside, type Quad } from '../../lib/geometry';
import { decodeImage } from '../../lib/image/decode';
import { PAINT } from '../../lib/image/paint';
import type { Raster } from '../../lib/image/raster';
import type { Locator } from '../../lib/model/model';
import { cropCard } from '../../lib/reading/crop-card';
import { hiddenQuads } from '../../lib/reading/hidden-digits';
import { locatorSeeing } from '../helpers/locator-maps';
import { evenPositions } from '../helpers/number-readings';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

const OUTLINE = tilted({ x: 500, y: 400 }, 640, 404, 12);
const LINE = tilted({ x: 500, y: 430 }, 480, 36, 12);
const positions = evenPositions(16);
const NUMBER = hiddenQuads({ place: [LINE], positions, length: 16 });

/** A locator that sees a signature strip in the upper half of whatever it is shown, or nothing. */
const locator = (secrets: readonly Quad[] = []): Locator => locatorSeeing({ secrets });

/** A red card on black. */
function paintedCard(): Raster {
  const raster = plainRaster(1000, 800);
  for (let i = 0; i < 1000 * 800; i++) {
    if (isInside(OUTLINE, { x: (i % 1000) + 0.5, y: Math.floor(i / 1000) + 0.5 })) raster.data[3 * i] = 200;
  }
  return raster;
}

const PICTURE = paintedCard();

const isPainted = ({ width, data }: Raster, x: number, y: number): boolean => {
  const at = 3 * (Math.round(y) * width + Math.round(x));
  return [0, 1, 2].every((channel) => Math.abs(data[at + channel]! - PAINT) < 25);
};

test('the card lies straight and fills the picture', async () => {
  const { raster } = await decodeImage(await cropCard(locator(), PICTURE, OUTLINE, null));
  expect([raster.width, raster.height]).toEqual([640, 404]);
  const red = raster.data.filter((value, i) => i % 3 === 0 && value > 150).length;
  expect(red / (640 * 404)).toBeGreaterThan(0.99);
});

test('one that stands, stands', async () => {
  const { raster } = await decodeImage(await cropCard(locator(), PICTURE, tilted({ x: 500, y: 400 }, 300, 476, 0), null));
  expect([raster.width, raster.height]).toEqual([300, 476]);
});

test('a small card is enlarged a little, a large one shrunk', async () => {
  const widthOf = async (width: number) =>
    (await decodeImage(await cropCard(locator(), PICTURE, tilted({ x: 500, y: 400 }, width, width / 1.585, 0), null))).width;
  expect([await widthOf(90), await widthOf(1200)]).toEqual([320, 1024]);
});

test('signature strip and security code are painted over, whether or not the number is', async () => {
  for (const hidden of [null, NUMBER]) {
    const { raster } = await decodeImage(await cropCard(locator([tilted({ x: 120, y: 80 }, 160, 26, 0)]), PICTURE, OUTLINE, hidden));
    for (const x of [90, 240, 390]) expect(isPainted(raster, x, 160)).toBe(true);
    expect(isPainted(raster, 560, 40)).toBe(false);
  }
});

test('of a hidden number the first six and last four digits are to be seen', async () => {
  const { raster } = await decodeImage(await cropCard(locator(), PICTURE, OUTLINE, NUMBER));
  const painted = positions.map((at) => isPainted(raster, 320 - 240 + 480 * at, 202 + 30));
  // the sixth may be hidden in part: it is not known that well where digits stand
  expect(painted.toSpliced(5, 1)).toEqual(positions.map((_, i) => i >= 6 && i < 12).toSpliced(5, 1));
});

test('what is hidden is hidden wholly', async () => {
  const other = tilted({ x: 500, y: 330 }, 400, 30, 12);
  const { raster } = await decodeImage(await cropCard(locator(), PICTURE, OUTLINE, [...NUMBER, other]));
  for (const x of [130, 320, 500]) expect(isPainted(raster, x, 132)).toBe(true);
});

test('where it is not known where that is in the crop, nothing of the card is to be seen', async () => {
  // a card without a height: no point of the picture can be found in the crop
  const flat = tilted({ x: 500, y: 400 }, 476, 0, 0);
  const seen = async (hidden: readonly Quad[] | null) => {
    const { raster } = await decodeImage(await cropCard(locator(), PICTURE, flat, hidden));
    return raster.data.some((value) => value > 40);
  };
  expect([await seen([]), await seen(NUMBER), await seen(null)]).toEqual([false, false, true]);
});
