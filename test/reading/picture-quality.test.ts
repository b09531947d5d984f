import type { Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { LIMITS, measure, pictureQuality } from '../../lib/reading/picture-quality';
import { tilted } from '../helpers/quads';

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

const drawn = new Map<string, Raster>();

/** A picture of strokes; each is drawn once. */
function stroked(ground: number, ink: number, blur: number): Raster {
  const name = [ground, ink, blur].join();
  const raster = drawn.get(name) ?? picture(strokes(ground, ink, blur));
  drawn.set(name, raster);
  return { ...raster, data: raster.data.slice() };
}

const flawsOf = (raster: Raster, outline: Quad | null = OUTLINE, line: Quad = LINE, scale = 1) =>
  pictureQuality(raster, outline, [line], scale).flaws;

test('nothing is wrong with a sharp picture', () => {
  const { flaws, score } = pictureQuality(stroked(90, 220, 0.8), OUTLINE, [LINE], 1);
  expect(flaws).toEqual([]);
  expect(score).toBeGreaterThan(80);
});

test('edges are as wide as the blur, in heights of the line, and the wider the worse', () => {
  const widths = [1, 2, 3, 4].map((blur) => measure(stroked(90, 220, blur), OUTLINE, [LINE], 1).edgeWidth);
  expect([...widths].sort((a, b) => a - b)).toEqual(widths);
  expect(widths[1]! * 40).toBeGreaterThan(1.4);
  expect(widths[1]! * 40).toBeLessThan(2.8);
  expect(flawsOf(stroked(90, 220, 6))).toEqual(['blurred']);
});

/** A raster as a camera sees it that moves by 12 px meanwhile, in a direction of so many pixels to the right and down. */
function moving({ width, height, data }: Raster, right: number, down: number): Raster {
  const moved = new Uint8Array(data.length);
  const last = data.length - 1;
  for (let i = 0; i < data.length; i++) {
    let sum = 0;
    for (let step = -6; step < 6; step++) sum += data[Math.min(last, Math.max(0, i + 3 * Math.round(step * (right + down * width))))]!;
    moved[i] = sum / 12;
  }
  return { width, height, data: moved };
}

test.each([
  ['across it', 0, 1],
  ['aslant', 1, 1],
  ['aslant, the other way', -1, 1],
])('a camera that moves blurs the picture: %s', (_, right, down) => {
  expect(flawsOf(moving(stroked(90, 220, 0.8), right, down))).toEqual(['blurred']);
});

test('glare: a stretch in which nothing but white is seen', () => {
  const shining = (reach: number) => picture((x, y) => ((x - 420) ** 2 + (y - 280) ** 2 < reach ** 2 ? 255 : strokes(90, 220, 0.8)(x, y)));
  expect(flawsOf(shining(40))).toEqual(['glare']);
  expect(flawsOf(shining(8))).toEqual([]);
});

test('a white card is no glare', () => {
  expect(flawsOf(stroked(255, 20, 0.8))).toEqual([]);
});

test('too small: by the height of digits in the picture, whatever the raster was shrunk to', () => {
  const line = tilted({ x: 400, y: 280 }, 200, 10, 0);
  const raster = stroked(90, 220, 0.5);
  expect(flawsOf(raster, OUTLINE, line)).toContain('too-small');
  expect(flawsOf(raster, OUTLINE, line, 2)).not.toContain('too-small');
});

test('cut off: a card that leaves the picture, or a number that does', () => {
  const raster = stroked(90, 220, 0.8);
  expect(flawsOf(raster, tilted({ x: 250, y: 250 }, 640, 404, 0))).toEqual(['cut-off']);
  // a scan is cropped at a card's edges
  expect(flawsOf(raster, tilted({ x: 400, y: 250 }, 812, 508, 0))).toEqual([]);
  expect(flawsOf(raster, null, tilted({ x: 240, y: 280 }, 500, 40, 0))).toEqual(['cut-off']);
});

test('the score is one half at a limit, and that of the worst flaw', () => {
  // the line is 40 px high
  const scale = (1.4 * LIMITS.digitHeight) / 40;
  expect(pictureQuality(stroked(90, 220, 0.3), OUTLINE, [LINE], scale).score).toBe(50);
  expect(pictureQuality(stroked(90, 220, 0.3), tilted({ x: 0, y: 250 }, 640, 404, 0), [LINE], scale).score).toBeLessThan(5);
});

test('of a block of lines, the worst counts', () => {
  const raster = picture((x, y) => ((x - 420) ** 2 + (y - 330) ** 2 < 30 ** 2 ? 255 : strokes(90, 220, 0.8)(x, y)));
  const lines = [tilted({ x: 400, y: 280 }, 160, 30, 0), tilted({ x: 400, y: 330 }, 160, 30, 0)];
  expect(pictureQuality(raster, OUTLINE, lines, 1).flaws).toContain('glare');
});

describe('what counts as glare', () => {
  type Colour = readonly [number, number, number];
  /** The number line's middle covered by a rectangle of a colour, on a card of another grey. */
  function covered(width: number, colour: Colour, { height = 60, ground = 90 } = {}): Raster {
    const raster = stroked(ground, 20, 0.8);
    for (let y = 280 - height / 2; y < 280 + height / 2; y++) {
      for (let x = 400 - width / 2; x < 400 + width / 2; x++) raster.data.set(colour, 3 * (y * WIDTH + x));
    }
    return raster;
  }
  const WHITE: Colour = [255, 255, 255];
  const glareOf = (raster: Raster): number => measure(raster, OUTLINE, [LINE], 1).glareWidth;

  test('is as wide as the white stretch, in heights of the line', () => {
    expect(glareOf(covered(60, WHITE))).toBeCloseTo(1.5, 1);
    expect(glareOf(covered(0, WHITE))).toBe(0);
  });

  test.each<[string, Colour, boolean]>([
    ['just white', [248, 248, 248], true],
    ['hardly white', [247, 247, 247], false],
    ['yellow', [255, 255, 100], false],
    ['cyan', [100, 255, 255], false],
    ['magenta', [255, 100, 255], false],
  ])('%s', (_, colour, isGlare) => {
    expect(glareOf(covered(60, colour)) > 0).toBe(isGlare);
  });

  test('most of the line’s height must be white', () => {
    expect([glareOf(covered(60, WHITE, { height: 30 })) > 0, glareOf(covered(60, WHITE, { height: 20 })) > 0]).toEqual([true, false]);
  });

  test('a light card has none', () => {
    expect([glareOf(covered(60, WHITE, { ground: 200 })) > 0, glareOf(covered(60, WHITE, { ground: 230 }))]).toEqual([true, 0]);
  });

  test('spoils the score the more the wider it is', () => {
    const scores = [0, 60, 120].map((width) => pictureQuality(covered(width, WHITE), OUTLINE, [LINE], 1).score);
    expect(scores[0]).toBeGreaterThan(30);
    expect(scores[1]).toBeLessThan(20);
    expect(scores[2]).toBeLessThan(5);
  });
});

test('a blurred picture has a score below one half, the lower the more it is blurred', () => {
  const scores = [4, 6, 8].map((blur) => pictureQuality(stroked(90, 220, blur), OUTLINE, [LINE], 1).score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(Math.max(...scores.slice(1))).toBeLessThan(50);
});

test('colours count as the eye sees them: mostly their green', () => {
  const edges = (channels: readonly number[]): number => {
    const raster = stroked(90, 220, 0.8);
    const plain = stroked(90, 90, 0.8);
    for (let i = 0; i < raster.data.length; i++) if (!channels.includes(i % 3)) raster.data[i] = plain.data[i]!;
    return measure(raster, OUTLINE, [LINE], 1).edgeWidth;
  };
  const all = edges([0, 1, 2]);
  for (const channels of [[0], [1], [2], [0, 2]]) expect(edges(channels)).toBeCloseTo(all, 2);
});

test('of a block of lines, the lowest and the most blurred count', () => {
  const sharp = strokes(90, 220, 0.8);
  const blurred = strokes(90, 220, 8);
  const raster = picture((x, y) => (y < 300 ? sharp(x, y) : blurred(x, y - 80)));
  const [upper, lower] = [tilted({ x: 400, y: 280 }, 160, 40, 0), tilted({ x: 400, y: 360 }, 160, 32, 0)];
  const [one, other, both] = [[upper], [lower], [upper, lower]].map((lines) => measure(raster, OUTLINE, lines, 1));
  expect(both!.edgeWidth).toBe(Math.max(one!.edgeWidth, other!.edgeWidth));
  expect(both!.digitHeight).toBe(Math.min(one!.digitHeight, other!.digitHeight));
  expect(other!.edgeWidth).toBeGreaterThan(2 * one!.edgeWidth);
});

test('a number may touch the picture’s border with the room around its digits, no further', () => {
  const raster = stroked(90, 220, 0.8);
  const startingAt = (left: number) => measure(raster, null, [tilted({ x: left + 200, y: 280 }, 400, 40, 0)], 1).beyond;
  expect([startingAt(2), startingAt(-3), startingAt(-5)]).toEqual([0, 0, 1]);
  const under = (top: number) => measure(raster, null, [tilted({ x: 400, y: top + 20 }, 400, 40, 0)], 1).beyond;
  expect([under(2), under(-3), under(-5)]).toEqual([0, 0, 1]);
});
