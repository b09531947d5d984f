import sharp from 'sharp';
import { SLIGHT_VIEWS, VIEWS } from '../../../../scripts/measure/evaluate/views';

/** Black, 40 × 20, with a white corner at its top left. */
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#000' } })
    .composite([{ input: { create: { width: 8, height: 8, channels: 3, background: '#fff' } }, left: 0, top: 0 }])
    .png()
    .toBuffer();

async function seen(name: string) {
  const view = [...VIEWS, ...SLIGHT_VIEWS].find((one) => one.name === name)!;
  const { data, info } = await sharp(await view.of(await picture()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, at: (x: number, y: number) => data[(y * info.width + x) * info.channels]! };
}

test.each([
  ['as it is', [40, 20], [3, 3]],
  ['turned 90', [20, 40], [16, 3]],
  ['turned 180', [40, 20], [36, 16]],
  ['turned 270', [20, 40], [3, 36]],
] as const)('the picture %s', async (name, [width, height], [x, y]) => {
  const view = await seen(name);
  expect([view.width, view.height]).toEqual([width, height]);
  expect(view.at(x, y)).toBe(255);
});

test.each([
  ['without a rim of 1 %', 500, 400, [490, 392]],
  ['at 96 %', 500, 400, [480, 384]],
  ['at 104 %', 500, 400, [520, 416]],
] as const)('how large it is %s', async (name, width, height, size) => {
  const black = await sharp({ create: { width, height, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const changed = await sharp(await SLIGHT_VIEWS.find((view) => view.name === name)!.of(black)).metadata();
  expect([changed.width, changed.height]).toEqual(size);
});

test('turned by less than a quarter, it is whole', async () => {
  for (const name of ['turned 30', 'turned -45']) {
    const { width, height } = await seen(name);
    expect(Math.min(width, height)).toBeGreaterThan(34);
  }
});

test('a third of a picture: in the middle of a larger one', async () => {
  const view = await seen('a third of a picture');
  expect([view.width, view.height]).toEqual([120, 60]);
  expect(view.at(43, 23)).toBe(255);
  expect(view.at(60, 30)).toBe(0);
  expect(view.at(5, 5)).toBeGreaterThan(10);
});
