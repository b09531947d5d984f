import sharp from 'sharp';
import type { SceneCard } from '../../../../scripts/measure/evaluate/scene-set';
import { SPOILERS } from '../../../../scripts/measure/evaluate/spoil';
import { tilted } from '../../../helpers/quads';

const CARD: SceneCard = {
  pan: '4242424242424242',
  quad: tilted({ x: 200, y: 150 }, 320, 202, 0),
  numbers: [tilted({ x: 200, y: 160 }, 260, 20, 0)],
  expiry: null,
  expiryText: null,
  secrets: [],
};

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#246' } })
    .png()
    .toBuffer();

const spoilt = async (name: string) =>
  sharp(await SPOILERS[name]!(await picture(), CARD))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });

test('each leaves a picture', async () => {
  for (const name of Object.keys(SPOILERS)) expect((await spoilt(name)).data.length).toBeGreaterThan(0);
});

test('cut-off: an eighth of the card is gone', async () => {
  const { info } = await spoilt('cut-off');
  expect([info.width, info.height]).toEqual([400 - 78, 300]);
});

test('too-small: digits of 8 px', async () => {
  expect((await spoilt('too-small')).info.width).toBe(160);
});

test('glare and paper lie on the number', async () => {
  for (const name of ['glare', 'partial']) {
    const { data, info } = await spoilt(name);
    expect(data[3 * (160 * info.width + 200)]).toBeGreaterThan(120);
    expect(data[3 * (160 * info.width + 100)]).toBe(0x22);
  }
});
