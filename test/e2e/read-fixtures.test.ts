import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { CardReader, type CardReading, formatExpiry, type PictureReading, type Warning } from '../../lib';
import { mirrorQuad, quadCentre, quadHeight } from '../../lib/geometry';
import { type Fixture, fixture, formatFixture, listFixtures, listFormats } from '../helpers/fixtures';
import { cornersApart } from '../helpers/quads';

// onnxruntime makes tensors outside of jest's sandbox, and knows them by the Float32Array of out there
jest.mock('onnxruntime-node', () => {
  globalThis.Float32Array = (Buffer.constructor as FunctionConstructor)('return Float32Array')();
  return jest.requireActual('onnxruntime-node');
});

const TODAY = new Date('2026-11-24T12:00:00Z');

/** What the reader does not find yet, as `fixture field`. A test fails once one of these is found: strike it off then. */
const KNOWN_MISSES: readonly string[] = [];

type Field = 'pan' | 'panGrouped' | 'expiry' | 'orientation';
const FIELDS: readonly Field[] = ['pan', 'panGrouped', 'expiry', 'orientation'];

const foundIn = ({ image, cards: [card] }: PictureReading): Record<Field, unknown> => ({
  pan: card?.pan,
  panGrouped: card?.panGrouped,
  expiry: card?.expiry ? formatExpiry(card.expiry) : null,
  orientation: image.orientation,
});

const wantedOf = ({ expected: { pan, panGrouped, expiry, turn } }: Fixture): Record<Field, unknown> => ({
  pan,
  panGrouped,
  expiry,
  orientation: turn,
});

const withNumber = listFixtures().filter(({ expected }) => expected.pan !== null);

let reader: CardReader;
const read = async (name: string): Promise<PictureReading> => reader.read(await readFile(fixture(name).file), { today: TODAY });
const cardIn = async (name: string): Promise<CardReading> => (await read(name)).cards[0]!;

beforeAll(async () => {
  reader = await CardReader.load();
}, 30_000);

jest.setTimeout(20_000);

test('there are fixtures to read, and every known miss is of one of them', () => {
  expect(withNumber.length).toBeGreaterThanOrEqual(15);
  const all = withNumber.flatMap(({ name }) => FIELDS.map((field) => `${name} ${field}`));
  expect(all).toEqual(expect.arrayContaining([...KNOWN_MISSES]));
});

describe('pictures of a card', () => {
  test.each(withNumber.map((specimen) => [specimen.name, specimen] as const))('%s', async (name, specimen) => {
    const found = foundIn(await read(name));
    const wanted = wantedOf(specimen);
    const missed = FIELDS.filter((field) => KNOWN_MISSES.includes(`${name} ${field}`));
    const without = (all: Record<Field, unknown>) => Object.fromEntries(Object.entries(all).filter(([f]) => !missed.includes(f as Field)));
    expect(without(found)).toEqual(without(wanted));
    for (const field of missed) expect(found[field]).not.toBe(wanted[field]);
  });

  test('a number that fails the check carries the warning luhn', async () => {
    expect(await cardIn('luhn-fails-16')).toMatchObject({ pan: '4242424242424241', luhnValid: false, warnings: ['luhn'] });
  });

  test('a number that passes does not', async () => {
    expect(await cardIn('flat-16')).toMatchObject({ luhnValid: true, warnings: [] });
  });

  test('the answer hangs together', async () => {
    const { image, cards, timings } = await read('tilted-12');
    const [card] = cards as [CardReading];
    expect(cards).toHaveLength(1);
    expect(image).toMatchObject({ width: 840, height: 660 });
    expect(card.confidence.digits).toHaveLength(card.pan.length);
    for (const value of [card.confidence.pan, card.confidence.expiry!, ...card.confidence.digits]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    for (const { x, y } of [...card.quads.pan, ...card.quads.expiry!]) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(image.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(image.height);
    }
    // the date stands below the number
    expect(card.quads.expiry![0].y).toBeGreaterThan(card.quads.pan[0].y);
    expect(Object.keys(timings).sort()).toEqual(['bin', 'crop', 'decode', 'expiry', 'number', 'quality']);
    for (const ms of Object.values(timings)) expect(ms).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['small: from all its pixels', 600],
    ['large: from a quarter of its pixels', 2600],
  ])('in a picture of 12 megapixels, %s', async (_, width) => {
    const { file, expected } = fixture('flat-16');
    const card = await sharp(file).resize({ width }).toBuffer();
    const table = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#6b7a70' } });
    const picture = await table
      .composite([{ input: card, left: 900, top: 700 }])
      .jpeg({ quality: 90 })
      .toBuffer();
    const { image, mostProminent } = await reader.read(picture, { today: TODAY });
    expect(image).toMatchObject({ width: 4000, height: 3000 });
    expect(mostProminent).toMatchObject({ pan: expected.pan, warnings: [] });
    for (const { x, y } of mostProminent.quads.pan) {
      expect([x > 900, x < 900 + width, y > 700, y < 700 + width]).toEqual([true, true, true, true]);
    }
  });

  test('today decides whether it has expired', async () => {
    const bytes = await readFile(fixture('tilted-12').file); // 12/28
    const at = async (today: string) => (await reader.read(bytes, { today: new Date(today) })).cards[0]!;
    expect((await at('2028-12-31T23:59:59Z')).warnings).not.toContain('expired');
    expect(await at('2029-01-01T00:00:00Z')).toMatchObject({ expiry: { month: 12, year: 2028, expired: true }, warnings: ['expired'] });
  });
});

describe('in a picture that a camera has mirrored', () => {
  test.each(['flat-16', 'embossed-16', 'embossed-foil-16', 'amex-15', 'tilted-12', 'turned-90', 'luhn-fails-16'])(
    '%s is read, and what was read is told where it stands',
    async (name) => {
      const specimen = fixture(name);
      const straight = await read(name);
      const { image, cards } = await reader.read(await sharp(specimen.file).flop().png().toBuffer(), { today: TODAY });
      const turn = (360 - (specimen.expected.turn ?? 0)) % 360;
      expect(foundIn({ image, cards } as PictureReading)).toEqual({ ...wantedOf(specimen), orientation: turn });
      for (const where of ['card', 'pan', 'expiry'] as const) {
        const there = mirrorQuad(cards[0]!.quads[where]!, image.width);
        const here = straight.cards[0]!.quads[where]!;
        expect([where, cornersApart(there, here) < 0.5 * quadHeight(straight.cards[0]!.quads.pan)]).toEqual([where, true]);
      }
    },
  );
});

test.each([
  ['crop', { width: 400, height: 250 }],
  ['strip', { width: 400, height: 30 }],
] as const)('the masked %s of a mirrored picture is that of the picture itself', async (what, size) => {
  const { file } = fixture('flat-16');
  const cutOf = async (picture: Sharp): Promise<Buffer> => {
    const { mostProminent } = await reader.read(await picture.png().toBuffer(), { today: TODAY, [what]: 'masked' });
    return sharp(mostProminent[what]!)
      .greyscale()
      .resize({ ...size, fit: 'fill' })
      .raw()
      .toBuffer();
  };
  const straight = await cutOf(sharp(file));
  const apart = (other: Buffer): number => straight.reduce((sum, level, i) => sum + Math.abs(level - other[i]!), 0) / straight.length;
  const raw = { ...size, channels: 1 } as const;
  const itsMirrorImage = apart(await sharp(straight, { raw }).flop().raw().toBuffer());
  expect(apart(await cutOf(sharp(file).flop()))).toBeLessThan(0.3 * itsMirrorImage);
});

describe('several cards in a picture', () => {
  /** Two fixtures on a grey table, side by side. */
  const table = async (left: string, right: string): Promise<Buffer> => {
    const card = (name: string) => sharp(fixture(name).file).resize({ width: 760 }).png().toBuffer();
    return sharp({ create: { width: 1700, height: 700, channels: 3, background: '#7c8a80' } })
      .composite([
        { input: await card(left), left: 40, top: 90 },
        { input: await card(right), left: 890, top: 110 },
      ])
      .jpeg({ quality: 92 })
      .toBuffer();
  };

  test('each is read, from left to right, with an outline of its own', async () => {
    const { cards, mostProminent } = await reader.read(await table('embossed-16', 'flat-16'), { today: TODAY });
    expect(cards.map(({ pan }) => pan)).toEqual(['6212345678901232', '4242424242424242']);
    expect(cards.map(({ quads }) => Math.round(quadCentre(quads.card!).x / 850))).toEqual([0, 1]);
    expect(cards).toContain(mostProminent);
  });
});

describe('crops', () => {
  const cropOf = async (name: string, crop: 'plain' | 'masked') =>
    (await reader.read(await readFile(fixture(name).file), { today: TODAY, crop })).cards[0]!.crop!;

  test('a card straightened, which reads as the picture does', async () => {
    const crop = await cropOf('tilted-12', 'plain');
    const { image, cards } = await reader.read(crop, { today: TODAY });
    expect(image.width / image.height).toBeCloseTo(1.586, 1);
    expect(cards[0]!.pan).toBe(fixture('tilted-12').expected.pan);
  });

  test('with a mask, the number cannot be read in it', async () => {
    // its middle digits stand nowhere else in it
    const { pan } = fixture('embossed-16').expected;
    const read = await reader.read(await cropOf('embossed-16', 'masked'), { today: TODAY }).catch(() => null);
    for (const card of read?.cards ?? []) expect(card.pan).not.toContain(pan!.slice(6, -4));
  }, 60_000);

  test('only where it was asked for', async () => {
    expect(await cardIn('flat-16')).not.toHaveProperty('crop');
  });
});

describe('strips of numbers', () => {
  const stripOf = async (name: string, strip: 'plain' | 'masked') =>
    (await reader.read(await readFile(fixture(name).file), { today: TODAY, strip })).cards[0]!.strip!;
  const readIn = async (strip: Buffer) => (await reader.read(strip, { today: TODAY }).catch(() => null))?.cards.map(({ pan }) => pan) ?? [];

  test('a number’s line, straightened, which reads as the picture does', async () => {
    expect(await readIn(await stripOf('tilted-12', 'plain'))).toEqual([fixture('tilted-12').expected.pan]);
  });

  test('with a mask, the middle digits cannot be read in it', async () => {
    const { pan } = fixture('embossed-16').expected;
    for (const read of await readIn(await stripOf('embossed-16', 'masked'))) expect(read).not.toContain(pan!.slice(6, -4));
  }, 60_000);
});

/** A card with a white spot on its number. */
const withGlare = (picture: Sharp): Sharp =>
  picture.composite([{ input: Buffer.from('<svg width="840" height="530"><circle cx="470" cy="300" r="62" fill="#fff"/></svg>') }]);

test('the second reader is loaded when it is first asked, which is when a number is in doubt', async () => {
  const loaded: string[] = [];
  const fresh = await CardReader.load({ onLoad: (name) => loaded.push(name) });
  const askedOf = async (bytes: Buffer): Promise<boolean> => {
    let isAsked = false;
    await fresh.read(bytes, {
      today: TODAY,
      onEvidence: (seen) => {
        isAsked ||= seen.kind === 'strip' && seen.by === 'second';
      },
    });
    return isAsked;
  };
  const { file } = fixture('embossed-16');
  expect(await askedOf(await readFile(file))).toBe(false);
  expect(loaded.sort()).toEqual(['card-location', 'digit-recognition']);
  expect(await askedOf(await withGlare(sharp(file)).png().toBuffer())).toBe(true);
  expect(loaded).toContain('second-digit-recognition');
});

describe('what is wrong with a picture', () => {
  const spoilt = async (spoil: (picture: Sharp) => Sharp) => {
    const bytes = await spoil(sharp(fixture('embossed-16').file))
      .png()
      .toBuffer();
    return reader.read(bytes, { today: TODAY }).then(({ cards }) => cards[0]!);
  };

  test('nothing', async () => {
    const { warnings, quality } = await cardIn('embossed-16');
    expect(warnings).toEqual([]);
    expect(quality).toBeGreaterThan(60);
  });

  test.each<[Warning, (picture: Sharp) => Sharp]>([
    ['blurred', (picture) => picture.blur(4)],
    ['too-small', (picture) => picture.resize({ width: 180 })],
    ['cut-off', (picture) => picture.extract({ left: 0, top: 0, width: 700, height: 440 })],
    ['glare', withGlare],
  ])('%s', async (warning, spoil) => {
    const { warnings, quality } = await spoilt(spoil);
    expect(warnings).toContain(warning);
    expect(quality).toBeLessThanOrEqual(50);
  });
});

describe('pictures without a number', () => {
  test('no card is NO_CARD', async () => {
    await expect(read('no-card')).rejects.toMatchObject({ code: 'NO_CARD', status: 463 });
  });

  test('a card without a number is NUMBER_UNREADABLE', async () => {
    await expect(read('card-without-number')).rejects.toMatchObject({ code: 'NUMBER_UNREADABLE', status: 464 });
  });
});

test.each(listFormats())('formats/%s', async (file) => {
  const { cards, image } = await reader.read(formatFixture(file), { today: TODAY });
  expect(cards[0]).toMatchObject({ pan: '4242424242424242', panGrouped: '4242 4242 4242 4242', expiry: { month: 12, year: 2030 } });
  expect(image).toEqual({ width: 224, height: 141, orientation: 0 });
});

test('a HEIC as phones make it, in tiles and turned, reads like its JPEG', async () => {
  const { file } = fixture('embossed-16');
  const told = async (name: string) => {
    const { cards, image } = await reader.read(await readFile(name), { today: TODAY });
    return { image, cards: cards.map(({ pan, expiry, issuer, type }) => ({ pan, expiry, issuer, type })) };
  };
  expect(await told(file.replace(/jpg$/, 'heic'))).toEqual(await told(file));
});

describe('bytes that are no picture', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'IMAGE_EMPTY'],
    ['text', Buffer.from('4242 4242 4242 4242'), 'IMAGE_DECODE_FAILED'],
    ['half a JPEG', formatFixture('rgb.jpg').subarray(0, 4000), 'IMAGE_DECODE_FAILED'],
  ])('%s', async (_, bytes, code) => {
    await expect(reader.read(bytes)).rejects.toMatchObject({ code });
  });
});

describe('the time budget', () => {
  test('spent before the start: nothing is done', async () => {
    const onEvidence = jest.fn();
    await expect(reader.read(await readFile(fixture('flat-16').file), { signal: AbortSignal.abort(), onEvidence })).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
      status: 408,
    });
    expect(onEvidence).not.toHaveBeenCalled();
  });

  test('spent on the way: no stage is begun any more', async () => {
    const bytes = await readFile(fixture('flat-16').file);
    await expect(reader.read(bytes, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });

  test('ample: the reading is the same', async () => {
    const bytes = await readFile(fixture('flat-16').file);
    const { cards } = await reader.read(bytes, { today: TODAY, signal: new AbortController().signal });
    expect(cards).toEqual((await read('flat-16')).cards);
  });
});

test('two reads at once give the same as one after the other', async () => {
  const names = ['flat-16', 'embossed-19-6-13'];
  const answers = async (name: string) => {
    const { image, cards } = await read(name);
    return { image, cards };
  };
  const together = await Promise.all(names.map(answers));
  expect(together).toEqual([await answers(names[0]!), await answers(names[1]!)]);
  expect(together.map(({ cards }) => cards[0]!.pan)).toEqual(names.map((name) => fixture(name).expected.pan));
});
