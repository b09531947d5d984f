import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { encodeBmp } from '../../../scripts/build/specimens/encode';
import { panGroups, panLines } from '../../../scripts/build/specimens/pan-layout';
import { cardQuad } from '../../../scripts/build/specimens/scene';
import { drawCard, type SpecimenCard } from '../../../scripts/build/specimens/specimen-card';
import { drawSpecimen, expectedReading, FORMATS_SIZE, labelOf, SPECIMENS, type Specimen } from '../../../scripts/build/specimens/specimens';
import { fixture, formatFixture, listFixtures, listFormats } from '../../helpers/fixtures';

const PICTURE_LIMIT_BYTES = 80 * 1024;
const PICTURES_LIMIT_BYTES = 1.2 * 1024 * 1024;

const luhnHolds = (pan: string): boolean =>
  [...pan].reverse().reduce((sum, digit, i) => sum + (i % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]!), 0) %
    10 ===
  0;

const specimenNamed = (name: string): Specimen => SPECIMENS.find((specimen) => specimen.name === name)!;
const cardNamed = (name: string): SpecimenCard => specimenNamed(name).card!;

describe('drawing', () => {
  it('gives the same card for the same seed', async () => {
    const card = cardNamed('embossed-foil-16');
    expect(Buffer.compare((await drawCard(card)).data, (await drawCard(card)).data)).toBe(0);
  });

  it('gives another card for another seed', async () => {
    const card = cardNamed('flat-16');
    expect(Buffer.compare((await drawCard(card)).data, (await drawCard({ ...card, seed: card.seed + 1 })).data)).not.toBe(0);
  });

  it('gives the same photograph for the same seed, another for another', async () => {
    const { card, scene } = specimenNamed('tilted-12');
    const specimen = { name: 'small', card, scene: { ...scene, width: 210, height: 165, cardWidth: 180 } };
    const { data } = await drawSpecimen(specimen);
    expect(Buffer.compare(data, (await drawSpecimen(specimen)).data)).toBe(0);
    const other = await drawSpecimen({ ...specimen, scene: { ...specimen.scene, seed: scene.seed + 1 } });
    expect(Buffer.compare(data, other.data)).not.toBe(0);
  });

  it.each([
    ['flat-16', 856, 540],
    ['portrait', 540, 856],
  ])('draws %s at %i × %i', async (name, width, height) => {
    const raster = await drawCard(cardNamed(name));
    expect([raster.width, raster.height, raster.data.length]).toEqual([width, height, width * height * 3]);
  });

  it('changes nothing but the relief when a card is embossed', async () => {
    const flat = await drawCard({ ...cardNamed('embossed-16'), pan: null, expiry: null });
    const embossed = await drawCard(cardNamed('embossed-16'));
    const rowsAboveNumber = flat.width * 290 * 3;
    const isUnchanged = (value: number, i: number): boolean => value === flat.data[i];
    expect(embossed.data.subarray(0, rowsAboveNumber).every(isUnchanged)).toBe(true);
    expect(embossed.data.every(isUnchanged)).toBe(false);
  });
});

describe('the layout of numbers', () => {
  it.each([
    ['4242424242424242', '4-4-4-4', ['4242 4242 4242 4242']],
    ['6205500000000000004', '6-13', ['620550 0000000000004']],
    ['6205500000000000004', '4-4-4-4-3', ['6205 5000 0000 0000 004']],
    ['6205500000000000004', '19', ['6205500000000000004']],
    ['378282246310005', '4-6-5', ['3782 822463 10005']],
    ['4242424242424242', 'stacked', ['4242', '4242', '4242', '4242']],
    ['4111111111111111', 'two-rows', ['4111 1111', '1111 1111']],
  ] as const)('%s as %s', (pan, layout, lines) => {
    expect(panLines(pan, layout)).toEqual(lines);
  });

  it('refuses a number that does not fit', () => {
    expect(() => panGroups('4242', '4-4-4-4')).toThrow(RangeError);
  });
});

describe('the place of a card', () => {
  const card = { width: 856, height: 540, data: new Uint8Array() };
  it.each([
    [0, -1, -1],
    [90, 1, -1],
    [180, 1, 1],
    [270, -1, 1],
  ] as const)('turned by %i° its own top-left lies in the right quarter', (turn, right, down) => {
    const [topLeft] = cardQuad(card, { ...specimenNamed('flat-16').scene, width: 1000, height: 1000, turn });
    expect([Math.sign(topLeft.x - 500), Math.sign(topLeft.y - 500)]).toEqual([right, down]);
  });
});

describe('the test set on disk', () => {
  it('has every specimen and no other', () => {
    expect(listFixtures().map(({ name }) => name)).toEqual(SPECIMENS.map(({ name }) => name).sort());
  });

  it.each(SPECIMENS.map((specimen) => [specimen.name, specimen] as const))(
    '%s: size and expectation are the specimen’s',
    async (name, specimen) => {
      const { file, expected } = fixture(name);
      expect(expected).toEqual(expectedReading(specimen));
      const { width, height, format } = await sharp(file).metadata();
      expect([width, height, format]).toEqual([specimen.scene.width, specimen.scene.height, 'jpeg']);
      expect(statSync(file).size).toBeLessThanOrEqual(PICTURE_LIMIT_BYTES);
    },
  );

  it('has a label for each, as `evaluate` wants them', () => {
    const labels = JSON.parse(readFileSync(path.resolve(__dirname, '../../fixtures/labels.json'), 'utf8'));
    expect(labels).toEqual(SPECIMENS.map(labelOf));
  });

  it('is small', () => {
    const pictures = listFixtures().reduce((sum, { file }) => sum + statSync(file).size, 0);
    const formats = listFormats().reduce((sum, file) => sum + formatFixture(file).length, 0);
    expect(pictures + formats).toBeLessThan(PICTURES_LIMIT_BYTES);
  });

  it.each(listFixtures().flatMap(({ name, expected }) => (expected.pan === null ? [] : [[name, expected.pan] as const])))(
    '%s: Luhn holds or fails as its name says',
    (name, pan) => {
      expect(luhnHolds(pan)).toBe(name !== 'luhn-fails-16');
    },
  );

  it('expects digits, their groups and a date in the short form, or nulls', () => {
    for (const { expected } of listFixtures()) {
      expect(expected.panGrouped?.replaceAll(' ', '') ?? null).toBe(expected.pan);
      if (expected.pan !== null) expect(expected.pan).toMatch(/^\d{15,19}$/);
      if (expected.expiry !== null) expect(expected.expiry).toMatch(/^(0[1-9]|1[0-2])\/\d\d$/);
    }
  });
});

describe('the one card in every format', () => {
  it.each([
    ['rgb.jpg', { format: 'jpeg', space: 'srgb', channels: 3 }],
    ['cmyk.jpg', { format: 'jpeg', space: 'cmyk', channels: 4 }],
    ['greyscale.png', { format: 'png', space: 'b-w', channels: 1 }],
    ['16-bit.png', { format: 'png', depth: 'ushort', channels: 3 }],
    ['alpha.png', { format: 'png', channels: 4, hasAlpha: true }],
    ['animated.gif', { format: 'gif', pages: 2 }],
    ['rgb.webp', { format: 'webp', channels: 3 }],
    ['rgb.avif', { format: 'heif', compression: 'av1' }],
    ['rgb.tiff', { format: 'tiff', channels: 3 }],
    ['rgb.png', { format: 'png', channels: 3, depth: 'uchar' }],
  ])('%s is what its name says', async (file, metadata) => {
    expect(await sharp(formatFixture(file)).metadata()).toMatchObject({ ...FORMATS_SIZE, ...metadata });
  });

  it('exif-orientation-6.jpg lies on its side and says so', async () => {
    const { width, height } = FORMATS_SIZE;
    expect(await sharp(formatFixture('exif-orientation-6.jpg')).metadata()).toMatchObject({ width: height, height: width, orientation: 6 });
  });

  it('rgb.bmp holds the pixels of rgb.png', async () => {
    const data = await sharp(formatFixture('rgb.png')).raw().toBuffer();
    expect(Buffer.compare(formatFixture('rgb.bmp'), encodeBmp({ ...FORMATS_SIZE, data }))).toBe(0);
  });

  it.each(['rgb.jpg', 'exif-orientation-6.jpg', '16-bit.png', 'animated.gif', 'rgb.webp', 'rgb.avif', 'rgb.tiff'])(
    '%s shows the same card upright',
    async (file) => {
      const upright = (bytes: Buffer): Promise<Buffer> => sharp(bytes).rotate().toColourspace('srgb').removeAlpha().raw().toBuffer();
      const reference = await upright(formatFixture('rgb.png'));
      const decoded = await upright(formatFixture(file));
      expect(decoded.length).toBe(reference.length);
      const difference = reference.reduce((sum, value, i) => sum + Math.abs(value - decoded[i]!), 0) / reference.length;
      expect(difference).toBeLessThan(6);
    },
  );
});
