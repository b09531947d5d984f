import sharp from 'sharp';
import type { BinTable } from '../lib/bin/bin-table';
import { CardReader, type ReadOptions } from '../lib/card-reader';
import type { Evidence } from '../lib/evidence';
import { type Quad, quadCentre, quadWidth, scaleQuad } from '../lib/geometry';
import { MAX_SIDE } from '../lib/image/decode';
import type { Raster } from '../lib/image/raster';
import { DATE_RUNGS } from '../lib/reading/date-rungs';
import type { DigitStrip, StripReader } from '../lib/recognition/strip';
import type { Networks } from '../lib/sight';
import { type Drawn, drawnTensor, locatorOf, tilted } from './helpers/locator-maps';
import { abortedAfter } from './helpers/sights';
import { NAME, NUMBER, PAN, picture, recognizer } from './helpers/toy-print';

/** Where the toy print's card and number stand, in a picture of 320 × 192. */
const CARD = tilted({ x: 160, y: 100 }, 270, 150, 0);
const LINE = tilted({ x: 159, y: 96 }, 228, 24, 0);

/** 622202 is a bank's debit card of 16 digits, 9222 nobody's. */
const BINS: BinTable = {
  layers: [
    {
      ranges: [{ digits: 6, rows: [622202, 1, 0] }],
      groups: [
        [
          {
            issuer: { name: 'The Bank', shortName: 'Bank', nameEn: null, country: 'CN' },
            type: 'debit',
            scheme: 'UnionPay',
            lengths: [16],
            binDigits: 6,
          },
        ],
      ],
    },
  ],
  schemes: {
    ranges: [{ digits: 2, rows: [62, 1, 0] }],
    groups: [[{ issuer: null, type: null, scheme: 'UnionPay', lengths: [16, 19], binDigits: 2 }]],
  },
  issuers: [],
};

/** Sees cards and lines, in pixels of 320 × 192, and from near by what fills its input. */
const seeing = (drawn: Omit<Drawn, 'width' | 'height'>) =>
  locatorOf(async ({ shape }) => drawnTensor({ width: shape[3]!, height: shape[2]!, ...drawn }));

const plain = { cards: [CARD], lines: [{ quad: LINE, kind: 'number' as const }] };

const pngOf = ({ width, height, data }: Raster, scale = 1): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: width * scale, kernel: 'nearest' })
    .png()
    .toBuffer();

const blank: DigitStrip = {
  stride: 4,
  digitProbs: { data: Float32Array.from({ length: 24 }, (_, i) => (i % 12 ? 1e-6 : 1)), shape: [2, 12] },
  digitMass: new Float32Array(2),
};
/** The toy print's reader, for rasters of some widths only. */
const readingAt = (reads: (width: number) => boolean): StripReader => ({
  read: async (raster, quad, scale) => (reads(raster.width) ? recognizer.read(raster, quad, scale) : blank),
});

const readerOf = (networks: Partial<Networks> = {}): CardReader =>
  new CardReader({ locator: seeing(plain), digits: recognizer, second: recognizer, ...networks }, BINS);

const NO_DATES = new Set(DATE_RUNGS.map(({ name }) => name));

/** What a reader says of a picture, dates apart, and the rungs that it climbed. */
async function climbed(reader: CardReader, bytes: Uint8Array, options: ReadOptions = {}) {
  const evidence: Evidence[] = [];
  const reading = await reader.read(bytes, { without: NO_DATES, ...options, onEvidence: (seen) => evidence.push(seen) });
  return { ...reading, evidence, rungs: evidence.flatMap((seen) => (seen.kind === 'rung' ? seen.name : [])) };
}

const worst = (a: Quad, b: Quad): number => Math.max(...a.map((corner, i) => Math.hypot(corner.x - b[i]!.x, corner.y - b[i]!.y)));

test('a plain card is read at the second rung', async () => {
  const { mostProminent: card, rungs, timings, image } = await climbed(readerOf(), await pngOf(picture([NUMBER, NAME])));
  expect(card).toMatchObject({ pan: PAN, bin: '622202', type: 'debit', issuer: { shortName: 'Bank' }, luhnValid: true });
  expect(rungs).toEqual(['cards', 'line']);
  expect(image).toEqual({ width: 320, height: 192, orientation: 0 });
  expect(Object.keys(timings)).toEqual(['decode', 'number', 'expiry', 'bin', 'quality', 'crop']);
  expect(timings.crop).toBe(0);
});

describe('a large picture', () => {
  const large = pngOf(picture([NUMBER, NAME]), 10);

  test('that is plain to see is not decoded finely; places are in pixels of the picture', async () => {
    const { mostProminent: card, image, rungs } = await climbed(readerOf(), await large);
    expect(card.pan).toBe(PAN);
    expect(rungs).not.toContain('fine');
    expect([image.width, image.height]).toEqual([3200, 1920]);
    expect(worst(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
    expect(quadWidth(card.quads.pan)).toBeGreaterThan(2000);
  });

  test('in doubt is decoded finely, before the dear rungs; and looked at from the beginning', async () => {
    const reader = readerOf({ digits: readingAt((width) => width > 2000) });
    const { mostProminent: card, rungs, evidence } = await climbed(reader, await large);
    expect(card.pan).toBe(PAN);
    expect(rungs).toEqual(['cards', 'line', 'closer', 'around', 'fine', 'line']);
    expect(worst(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
    const widths = new Set(evidence.flatMap((seen) => (seen.kind === 'strip' ? seen.raster.width : [])));
    expect([...widths]).toEqual([1600, 3072]);
  });

  test('whose fine pixels show no number is told by its coarse ones', async () => {
    // of no issuer, and it fails the check: likely, not plain
    const odd = await pngOf(picture([{ ...NUMBER, text: '9222 0202 0011 2231' }, NAME]), 10);
    const reader = readerOf({ digits: readingAt((width) => width < 2000), second: readingAt(() => false) });
    const { mostProminent: card, rungs } = await climbed(reader, odd);
    expect(rungs).toContain('fine');
    expect(card.pan).toBe('9222020200112231');
    expect(worst(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
  });

  test('is not looked at finely where that is left out', async () => {
    const reader = readerOf({ digits: readingAt((width) => width > 2000) });
    const fails = climbed(reader, await large, { without: new Set(['fine', 'small-cards', ...NO_DATES]) });
    await expect(fails).rejects.toMatchObject({ code: 'NUMBER_UNREADABLE' });
  });
});

describe('what is known of numbers', () => {
  const read = async (text: string, networks?: Partial<Networks>) =>
    climbed(readerOf(networks), await pngOf(picture([{ ...NUMBER, text }, NAME])));

  test('is of the BIN table: one of an issuer that passes its checks needs one look, another two', async () => {
    const strips = ({ evidence }: { evidence: Evidence[] }): number =>
      evidence.filter((seen) => seen.kind === 'strip' && seen.widthScale < 1).length;
    const known = await read('6222 0202 0011 2230');
    const unknown = await read('9222 0202 0011 2231');
    expect(strips(known)).toBe(1);
    expect(strips(unknown)).toBeGreaterThan(1);
    expect(unknown.mostProminent).toMatchObject({ bin: '922202', issuer: null, scheme: null, type: 'unknown' });
    expect(unknown.mostProminent.warnings).toEqual(expect.arrayContaining(['luhn', 'unknown-bin']));
  });

  test('a number begins as an issuer’s numbers do: that tells which way up an unclear one stands', async () => {
    const upsideDown = tilted({ x: 159, y: 96 }, 228, 24, 180);
    const sideless: StripReader = {
      read: async (raster, quad, scale) => {
        const strip = await recognizer.read(raster, quad, scale);
        return { ...strip, digitMass: strip.digitMass.map(() => 1) };
      },
    };
    const locator = seeing({ cards: [CARD], lines: [{ quad: upsideDown, kind: 'number' }] });
    expect((await read('6222 0202 0011 2230', { locator, digits: sideless })).mostProminent.pan).toBe(PAN);
  });
});

describe('several cards', () => {
  const SECOND = '6222 0200 0000 0001';
  const [left, right] = [tilted({ x: 160, y: 100 }, 270, 150, 0), tilted({ x: 480, y: 100 }, 290, 160, 0)];
  const lines = [LINE, tilted({ x: 479, y: 96 }, 228, 24, 0)].map((quad) => ({ quad, kind: 'number' as const }));
  const two = picture([NUMBER, { text: SECOND, left: 366, top: 84 }], 640, 192);
  // the network sees half of it
  const halved = {
    cards: [right, left].map((quad) => scaleQuad(quad, 0.5)),
    lines: lines.map(({ quad, kind }) => ({ quad: scaleQuad(quad, 0.5), kind })),
  };

  test('are told as a page is read, and the largest as the most prominent', async () => {
    const { cards, mostProminent, image } = await readerOf({ locator: seeing(halved) }).read(await pngOf(two), { without: NO_DATES });
    expect(cards.map(({ pan }) => pan)).toEqual([PAN, SECOND.replaceAll(' ', '')]);
    expect(mostProminent).toBe(cards[1]);
    expect(image.orientation).toBe(0);
    expect(quadCentre(cards[0]!.quads.card!).x).toBeLessThan(quadCentre(cards[1]!.quads.card!).x);
  });
});

describe('the time budget', () => {
  test('a reader that has none left does not even decode', async () => {
    await expect(readerOf().read(Buffer.from('no picture'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
    });
  });

  test('it ends between any two looks', async () => {
    const bytes = await pngOf(picture([NUMBER, NAME]));
    let looks = 0;
    const counted = {
      get aborted() {
        return ++looks > 1e6;
      },
    } as AbortSignal;
    await readerOf().read(bytes, { signal: counted, without: NO_DATES });
    expect(looks).toBeGreaterThan(5);
    for (let after = 0; after < looks; after++) {
      await expect(readerOf().read(bytes, { signal: abortedAfter(after), without: NO_DATES })).rejects.toMatchObject({
        code: 'REQUEST_TIMEOUT',
      });
    }
    expect((await readerOf().read(bytes, { signal: abortedAfter(looks), without: NO_DATES })).mostProminent.pan).toBe(PAN);
  });
});

describe('a picture without a number', () => {
  const unread = { digits: readingAt(() => false), second: readingAt(() => false) };

  test('shows a card where an outline is seen, whatever stands on it', async () => {
    for (const drawn of [{ cards: [CARD] }, plain]) {
      const reading = readerOf({ ...unread, locator: seeing(drawn) }).read(await pngOf(picture([NUMBER, NAME])));
      await expect(reading).rejects.toMatchObject({ code: 'NUMBER_UNREADABLE', status: 464 });
    }
  });

  test('shows none where no outline is seen, though lines are', async () => {
    for (const drawn of [{}, { lines: plain.lines }]) {
      const reading = readerOf({ ...unread, locator: seeing(drawn) }).read(await pngOf(picture([NUMBER, NAME])));
      await expect(reading).rejects.toMatchObject({ code: 'NO_CARD', status: 463 });
    }
  });

  test('no picture at all', async () => {
    await expect(readerOf().read(Buffer.from('text'))).rejects.toMatchObject({ code: 'IMAGE_DECODE_FAILED' });
    const tooLong = await sharp({ create: { width: MAX_SIDE + 1, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await expect(readerOf().read(tooLong)).rejects.toMatchObject({ code: 'IMAGE_SIZE' });
  });
});

describe('the crop', () => {
  const bytes = pngOf(picture([NUMBER, NAME]));

  test('is made where it is asked for', async () => {
    expect('crop' in (await readerOf().read(await bytes, { without: NO_DATES })).mostProminent).toBe(false);
    const { mostProminent, timings } = await readerOf().read(await bytes, { crop: 'plain', without: NO_DATES });
    expect((await sharp(mostProminent.crop!).metadata()).format).toBe('jpeg');
    expect(timings.crop).toBeGreaterThan(0);
  });

  test('masked, digits between the first six and the last four are painted over', async () => {
    const levels = async (crop: 'plain' | 'masked'): Promise<number> => {
      const { mostProminent } = await readerOf().read(await bytes, { crop, without: NO_DATES });
      const { data, info } = await sharp(mostProminent.crop!).greyscale().raw().toBuffer({ resolveWithObject: true });
      const row = data.subarray(Math.floor(info.height * 0.47) * info.width, Math.floor(info.height * 0.47 + 1) * info.width);
      return new Set(row.subarray(Math.floor(info.width * 0.45), Math.floor(info.width * 0.6)).map((level) => level >> 4)).size;
    };
    expect(await levels('masked')).toBe(1);
    expect(await levels('plain')).toBeGreaterThan(1);
  });

  test('of a card whose outline is not seen is null', async () => {
    const reader = readerOf({ locator: seeing({ lines: plain.lines }) });
    expect((await reader.read(await bytes, { crop: 'plain', without: NO_DATES })).mostProminent.crop).toBeNull();
  });
});

describe('the strip of the number', () => {
  const bytes = pngOf(picture([NUMBER, NAME]));
  const stripOf = async (networks: Partial<Networks>, strip: 'plain' | 'masked') =>
    (await readerOf(networks).read(await bytes, { strip, without: NO_DATES })).mostProminent.strip!;

  test('is made where it is asked for, whether or not the outline is seen', async () => {
    expect('strip' in (await readerOf().read(await bytes, { without: NO_DATES })).mostProminent).toBe(false);
    for (const seen of [plain, { lines: plain.lines }]) {
      const { format, width = 0, height = 0 } = await sharp(await stripOf({ locator: seeing(seen) }, 'plain')).metadata();
      expect(format).toBe('jpeg');
      expect(width / height).toBeGreaterThan(4);
    }
  });

  test('masked, has grey alone where the middle digits were', async () => {
    const levels = async (strip: 'plain' | 'masked', from: number, to: number): Promise<number> => {
      const { data, info } = await sharp(await stripOf({}, strip))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const row = data.subarray(Math.floor(info.height * 0.4) * info.width, Math.floor(info.height * 0.4 + 1) * info.width);
      return new Set(row.subarray(Math.floor(info.width * from), Math.floor(info.width * to)).map((level) => level >> 4)).size;
    };
    expect(await levels('masked', 0.45, 0.68)).toBe(1);
    for (const [from, to] of [
      [0.1, 0.35],
      [0.8, 0.97],
    ] as const)
      expect(await levels('masked', from, to)).toBeGreaterThan(1);
    expect(await levels('plain', 0.45, 0.68)).toBeGreaterThan(1);
  });
});

test('the type is that of the BIN', async () => {
  const typeOf = async (number: string) =>
    (await climbed(readerOf(), await pngOf(picture([{ ...NUMBER, text: number }, NAME])))).mostProminent.type;
  expect(await typeOf('6222 0202 0011 2230')).toBe('debit');
  expect(await typeOf('4111 1111 1111 1111')).toBe('unknown');
});
