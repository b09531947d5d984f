import sharp from 'sharp';
import { COPIES, FRAMES } from '../../../../scripts/measure/evaluate/frames';
import type { SceneCard } from '../../../../scripts/measure/evaluate/scene-set';
import { tilted } from '../../../helpers/quads';

const line = tilted({ x: 200, y: 160 }, 260, 20, 0);
const CARD: SceneCard = {
  pan: '4242424242424242',
  quad: tilted({ x: 200, y: 150 }, 320, 202, 0),
  numbers: [line],
  expiry: null,
  expiryText: null,
  secrets: [],
};
const BLOCK = [120, 140, 160, 180].map((y) => tilted({ x: 200, y }, 60, 16, 0));

/** A card with stripes for digits. */
const picture = async (): Promise<Buffer> => {
  const stripes = Array.from({ length: 26 }, (_, i) => `<rect x="${72 + i * 10}" y="152" width="5" height="16" fill="#fff"/>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#246"/>${stripes}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
};
const pixels = async (bytes: Buffer) => {
  const { data, info } = await sharp(bytes).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    levelAt: (x: number, y: number): number => data[y * info.width + x]!,
    mean: data.reduce((sum, level) => sum + level) / data.length,
  };
};

test('every frame and copy is the same each time, and another than the picture', async () => {
  const clean = await picture();
  const frames = [...Object.values(FRAMES).map((of) => (bytes: Buffer) => of(bytes, CARD)), ...Object.values(COPIES)];
  for (const of of frames) {
    const [once, again] = [await of(clean), await of(clean)];
    expect(once.equals(again)).toBe(true);
    expect((await pixels(once)).width).toBeGreaterThan(200);
    expect(once.equals(clean)).toBe(false);
  }
});

test('glare lies on other digits in the one and in the other frame', async () => {
  const [left, right] = [
    await pixels(await FRAMES['glare on the left']!(await picture(), CARD)),
    await pixels(await FRAMES['glare on the right']!(await picture(), CARD)),
  ];
  // between two stripes
  expect([left.levelAt(120, 160), left.levelAt(280, 160)].map((level) => level > 200)).toEqual([true, false]);
  expect([right.levelAt(120, 160), right.levelAt(280, 160)].map((level) => level > 200)).toEqual([false, true]);
});

test('of a number in a block it lies on one of its lines', async () => {
  const glare = await pixels(await FRAMES['glare on the left']!(await picture(), { ...CARD, numbers: BLOCK }));
  expect(BLOCK.map((_, i) => glare.levelAt(200, 120 + 20 * i) > 200)).toEqual([true, false, false, false]);
});

test('low light leaves little, and noise', async () => {
  const [clean, dark] = [await pixels(await picture()), await pixels(await FRAMES['low light']!(await picture(), CARD))];
  expect(dark.mean).toBeLessThan(0.5 * clean.mean);
  expect(new Set(Array.from({ length: 60 }, (_, i) => dark.levelAt(10 + i, 20))).size).toBeGreaterThan(3);
});

test('blur takes the stripes’ contrast', async () => {
  const blurred = await pixels(await FRAMES.blurred!(await picture(), CARD));
  const clean = await pixels(await picture());
  const contrast = ({ levelAt }: typeof clean): number => levelAt(144, 160) - levelAt(149, 160);
  expect(Math.abs(contrast(blurred))).toBeLessThan(0.8 * Math.abs(contrast(clean)));
});
