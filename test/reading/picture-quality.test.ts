import type { Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { LIMITS, measure, pictureQuality } from '../../lib/reading/picture-quality';
import { tilted } from '../helpers/locator-maps';

/** Asked for each pixel: as globals of a test they would take most of its time. */
const { abs, exp } = Math;
const WIDTH = 800;
const HEIGHT = 500;
const OUTLINE = tilted({ x: 400, y: 250 }, 640, 404, 0);
const LINE = tilted({ x: 400, y: 280 }, 500, 40, 0);

/** Grey levels by place: a card of one level with upright strokes of another on its number line. */
function picture(level: (x: number, y: number) => number): Raster {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i += 3) data[i] = data[i + 1] = data[i + 2] = level(x + 0.5, y + 0.5) + 0.5;
  }
  return { width: WIDTH, height: HEIGHT, data };
}

/** Strokes 6 px wide every 24 px, their edges blurred by a standard deviation in px. */
const strokes =
  (ground: number, ink: number, blur: number) =>
  (x: number, y: number): number => {
    if (abs(y - 280) > 15) return ground;
    const away = abs((x % 24) - 12) - 3;
    const share = 1 / (1 + exp((1.7 * away) / blur));
    return ground + (ink - ground) * share;
  };

const flawsOf = (raster: Raster, outline: Quad | null = OUTLINE, line: Quad = LINE, scale = 1) =>
  pictureQuality(raster, outline, [line], scale).flaws;

test('nothing is wrong with a sharp picture', () => {
  const { flaws, score } = pictureQuality(picture(strokes(90, 220, 0.8)), OUTLINE, [LINE], 1);
  expect(flaws).toEqual([]);
  expect(score).toBeGreaterThan(80);
});

test('edges are as wide as the blur, in heights of the line, and the wider the worse', () => {
  const widths = [1, 2, 3, 4].map((blur) => measure(picture(strokes(90, 220, blur)), OUTLINE, [LINE], 1).edgeWidth);
  expect([...widths].sort((a, b) => a - b)).toEqual(widths);
  expect(widths[1]! * 40).toBeGreaterThan(1.4);
  expect(widths[1]! * 40).toBeLessThan(2.8);
  expect(flawsOf(picture(strokes(90, 220, 6)))).toEqual(['blurred']);
});

test('glare: a stretch in which nothing but white is seen', () => {
  const shining = (reach: number) => picture((x, y) => ((x - 420) ** 2 + (y - 280) ** 2 < reach ** 2 ? 255 : strokes(90, 220, 0.8)(x, y)));
  expect(flawsOf(shining(40))).toEqual(['glare']);
  expect(flawsOf(shining(8))).toEqual([]);
});

test('a white card is no glare', () => {
  expect(flawsOf(picture(strokes(255, 20, 0.8)))).toEqual([]);
});

test('too small: by the height of digits in the picture, whatever the raster was shrunk to', () => {
  const line = tilted({ x: 400, y: 280 }, 200, 10, 0);
  const raster = picture(strokes(90, 220, 0.5));
  expect(flawsOf(raster, OUTLINE, line)).toContain('too-small');
  expect(flawsOf(raster, OUTLINE, line, 2)).not.toContain('too-small');
});

test('cut off: a card that leaves the picture, or a number that does', () => {
  const raster = picture(strokes(90, 220, 0.8));
  expect(flawsOf(raster, tilted({ x: 250, y: 250 }, 640, 404, 0))).toEqual(['cut-off']);
  // a scan is cropped at a card's edges
  expect(flawsOf(raster, tilted({ x: 400, y: 250 }, 812, 508, 0))).toEqual([]);
  expect(flawsOf(raster, null, tilted({ x: 240, y: 280 }, 500, 40, 0))).toEqual(['cut-off']);
});

test('the score is one half at a limit, and that of the worst flaw', () => {
  const line = tilted({ x: 400, y: 280 }, 200, 1.4 * LIMITS.digitHeight, 0);
  expect(pictureQuality(picture(strokes(90, 220, 0.3)), OUTLINE, [line], 1).score).toBe(50);
  expect(pictureQuality(picture(strokes(90, 220, 0.3)), tilted({ x: 0, y: 250 }, 640, 404, 0), [line], 1).score).toBeLessThan(5);
});

test('of a block of lines, the worst counts', () => {
  const raster = picture((x, y) => ((x - 420) ** 2 + (y - 330) ** 2 < 30 ** 2 ? 255 : strokes(90, 220, 0.8)(x, y)));
  const lines = [tilted({ x: 400, y: 280 }, 160, 30, 0), tilted({ x: 400, y: 330 }, 160, 30, 0)];
  expect(pictureQuality(raster, OUTLINE, lines, 1).flaws).toContain('glare');
});
