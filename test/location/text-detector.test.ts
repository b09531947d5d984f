import { CardOcrError } from '../../lib/errors';
import { distance, isInside, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { detectTextIn } from '../../lib/location/text-detector';
import { manifest } from '../../lib/model/manifest';
import type { Model } from '../../lib/model/model';
import type { Tensor } from '../../lib/tensor';

const UNCLIP = 1.6;

/** A white picture with black bars. */
function picture(width: number, height: number, bars: readonly Quad[]): Raster {
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let i = 0; i < width * height; i++) {
    const centre = { x: (i % width) + 0.5, y: Math.floor(i / width) + 0.5 };
    if (bars.some((bar) => isInside(bar, centre))) data.fill(0, i * 3, i * 3 + 3);
  }
  return { width, height, data };
}

const CONFIG = manifest['text-detection'];

/** A network that takes every dark pixel for text, and keeps what it was shown. */
function darkIsText(): Model & { readonly seen: Tensor[] } {
  const seen: Tensor[] = [];
  return {
    seen,
    config: CONFIG,
    run: async (input) => {
      seen.push(input);
      const [, , height = 0, width = 0] = input.shape;
      // (0 … 1 − mean) / std: white is above 2, black below −1
      return { data: input.data.slice(0, width * height).map((value) => (value < 0 ? 0.95 : 0)), shape: [1, 1, height, width] };
    },
  };
}

const barAt = (centre: Point, width: number, height: number, degrees = 0): Quad => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (u: number, v: number): Point => ({ x: centre.x + u * cos - v * sin, y: centre.y + u * sin + v * cos });
  const [w, h] = [width / 2, height / 2];
  return [at(-w, -h), at(w, -h), at(w, h), at(-w, h)];
};

/** What a bar's box is after unclipping, each side. */
const growth = (width: number, height: number): number => (width * height * UNCLIP) / (2 * (width + height));

function expectBox(quad: Quad, bar: Quad, tolerance: number): void {
  const [width, height] = [quadWidth(bar), quadHeight(bar)];
  const grow = growth(width, height);
  expect(distance(quadCentre(quad), quadCentre(bar))).toBeLessThan(tolerance);
  expect(Math.abs(quadWidth(quad) - (width + 2 * grow))).toBeLessThan(2 * tolerance);
  expect(Math.abs(quadHeight(quad) - (height + 2 * grow))).toBeLessThan(2 * tolerance);
  const d = quadDirection(quad);
  const e = quadDirection(bar);
  expect(d.x * e.x + d.y * e.y).toBeGreaterThan(Math.cos((4 * Math.PI) / 180));
  // clockwise
  expect((quad[1].x - quad[0].x) * (quad[2].y - quad[1].y) - (quad[1].y - quad[0].y) * (quad[2].x - quad[1].x)).toBeGreaterThan(0);
}

/** All of a picture. */
const wholeOf = (width: number, height: number): Quad => barAt({ x: width / 2, y: height / 2 }, width, height);

describe('detectTextIn', () => {
  it.each([0, 15, 90, 180, 200])('gives boxes in the pixels of the whole picture for an area at %i°', async (degrees) => {
    const area = barAt({ x: 150, y: 150 }, 180, 90, degrees);
    const bar = barAt({ x: 150, y: 150 }, 110, 20, degrees);
    const [box, ...others] = await detectTextIn(darkIsText(), picture(300, 300, [bar]), area, 192);
    expect(others).toEqual([]);
    expectBox(box!.quad, bar, 3);
  });

  it('looks at the area only, at the width asked for, in its own proportions', async () => {
    const model = darkIsText();
    const scene = picture(300, 200, [barAt({ x: 150, y: 20 }, 200, 20), barAt({ x: 150, y: 150 }, 60, 14)]);
    const boxes = await detectTextIn(model, scene, barAt({ x: 150, y: 150 }, 120, 60), 250);
    expect(model.seen.map(({ shape }) => shape)).toEqual([[1, 3, 128, 256]]);
    expect(boxes).toHaveLength(1);
    expectBox(boxes[0]!.quad, barAt({ x: 150, y: 150 }, 60, 14), 2);
  });

  it('straightens an area seen in perspective', async () => {
    const area: Quad = [
      { x: 90, y: 60 },
      { x: 210, y: 60 },
      { x: 270, y: 220 },
      { x: 30, y: 220 },
    ];
    const bar = barAt({ x: 150, y: 120 }, 60, 16);
    const [box] = await detectTextIn(darkIsText(), picture(300, 300, [bar]), area, 256);
    expect(distance(quadCentre(box!.quad), { x: 150, y: 120 })).toBeLessThan(4);
    for (const corner of bar) expect(isInside(box!.quad, corner)).toBe(true);
  });

  it('shows the network blue, green, red, each less its mean', async () => {
    const model = darkIsText();
    const data = new Uint8Array(32 * 32 * 3).map((_, i) => [255, 0, 0][i % 3]!);
    await detectTextIn(model, { width: 32, height: 32, data }, wholeOf(32, 32), 32);
    const [first, second, third] = [0, 1, 2].map((c) => model.seen[0]!.data[c * 32 * 32]!);
    expect(first).toBeCloseTo(-0.485 / 0.229, 4);
    expect(second).toBeCloseTo(-0.456 / 0.224, 4);
    expect(third).toBeCloseTo((1 - 0.406) / 0.225, 4);
  });

  it('passes on what the network throws', async () => {
    const broken: Model = { config: CONFIG, run: () => Promise.reject(new CardOcrError('INFERENCE_FAILED')) };
    await expect(detectTextIn(broken, picture(64, 64, []), wholeOf(64, 64), 64)).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  });

  it('takes an area without height', async () => {
    const boxes = await detectTextIn(darkIsText(), picture(64, 64, []), barAt({ x: 32, y: 32 }, 40, 0), 64);
    expect(boxes).toEqual([]);
  });
});

test('a map of another size than the picture is refused', async () => {
  const model: Model = { config: CONFIG, run: async () => ({ data: new Float32Array(10), shape: [1, 1, 2, 5] }) };
  const raster = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) };
  await expect(detectTextIn(model, raster, wholeOf(64, 64), 64)).rejects.toMatchObject({ code: 'MODEL_OUTPUT_UNEXPECTED' });
});
