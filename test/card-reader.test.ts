import sharp from 'sharp';
import type { BinTable } from '../lib/bin/bin-table';
import { CardReader, type TogetherOptions } from '../lib/card-reader';
import { CardOcrError, DecodingTimeout, type PlainErrorCode } from '../lib/errors';
import type { Evidence } from '../lib/evidence';
import { clockwise, isInside, quadCentre, quadWidth, scaleQuad } from '../lib/geometry';
import { MAX_SIDE } from '../lib/image/examine-picture';
import type { Raster } from '../lib/image/raster';
import type { WordFinder } from '../lib/model/model';
import type { PictureReading, ReadOptions } from '../lib/picture-reading';
import { DATE_RUNGS } from '../lib/reading/date-rungs';
import type { DigitStrip, StripReader } from '../lib/recognition/strip';
import type { Networks } from '../lib/sight';
import type { Stage } from '../lib/stopwatch';
import type { Tensor } from '../lib/tensor';
import type { TogetherReading } from '../lib/together-reading';
import { WorkingMemory } from '../lib/working-memory';
import { digitStrip } from './helpers/digit-strip';
import { locatorSeeing } from './helpers/locator-maps';
import { cornersApart, tilted } from './helpers/quads';
import { PAN } from './helpers/scripted-readers';
import { abortedAfter } from './helpers/sights';
import { NAME, NUMBER, picture, recognizer } from './helpers/toy-print';
import { findingWords } from './helpers/word-finders';

// joining what made-up networks see, which is seldom plain, takes a second or two, and more where other tests run beside it
jest.setTimeout(30_000);

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
/** The toy print's reader, unsure of all that it sees. */
const faint: StripReader = {
  read: async (...of) => {
    const strip = await recognizer.read(...of);
    return { ...strip, digitProbs: { ...strip.digitProbs, data: strip.digitProbs.data.map((p) => 0.8 * p + 0.02) as Float32Array } };
  },
};
/** The toy print's reader, for rasters of some widths only. */
const readingAt = (reads: (width: number) => boolean): StripReader => ({
  read: async (raster, quad, scale) => (reads(raster.width) ? recognizer.read(raster, quad, scale) : blank),
});

const readerOf = (networks: Partial<Networks> = {}): CardReader =>
  new CardReader(
    {
      locator: locatorSeeing(plain),
      dateLocator: locatorSeeing(),
      fast: recognizer,
      second: recognizer,
      wordFinder: findingWords({}),
      ...networks,
    },
    BINS,
  );

/** The toy print is as plain in a mirror. */
const NO_MIRROR = new Set(['mirrored']);
const LEFT_OUT = new Set([...NO_MIRROR, ...DATE_RUNGS.map(({ name }) => name)]);

/** What a reader says of a picture, dates apart, and the rungs that it climbed. */
async function climbed(reader: CardReader, bytes: Uint8Array, options: ReadOptions = {}) {
  const evidence: Evidence[] = [];
  const reading = await reader.read(bytes, { without: LEFT_OUT, ...options, onEvidence: (seen) => evidence.push(seen) });
  return { ...reading, evidence, rungs: evidence.flatMap((seen) => (seen.kind === 'rung' ? seen.name : [])) };
}

test('a plain card is read at the second rung', async () => {
  const { mostProminent: card, rungs, timings, image } = await climbed(readerOf(), await pngOf(picture([NUMBER, NAME])));
  expect(card).toMatchObject({ pan: PAN, bin: '622202', type: 'debit', issuer: { shortName: 'Bank' }, luhnValid: true });
  expect(rungs).toEqual(['cards', 'line']);
  expect(image).toEqual({ width: 320, height: 192, orientation: 0 });
  expect(Object.keys(timings)).toEqual(['decode', 'number', 'expiry', 'bin', 'quality', 'crop']);
  expect(timings.crop).toBe(0);
});

test('listeners are told of the picture and of each stage, whatever comes of it', async () => {
  const told = async (reader: CardReader) => {
    const [stages, sizes]: [Partial<Record<Stage, number>>, object[]] = [{}, []];
    const onStage = (stage: Stage, ms: number): void => {
      stages[stage] = (stages[stage] ?? 0) + ms;
    };
    const bytes = await pngOf(picture([NUMBER, NAME]));
    const reading = await reader.read(bytes, { onStage, onDecoded: (size) => sizes.push(size) }).catch(({ code }: CardOcrError) => code);
    return { reading, stages, sizes };
  };
  const read = await told(readerOf());
  const { timings } = read.reading as PictureReading;
  for (const [stage, ms] of Object.entries(timings)) expect(read.stages[stage as Stage] ?? 0).toBeCloseTo(ms, 6);
  const refused = await told(readerOf({ locator: locatorSeeing() }));
  expect(refused.reading).toBe('NO_CARD');
  expect(Object.keys(refused.stages)).toEqual(['decode', 'number']);
  for (const { sizes } of [read, refused]) expect(sizes).toEqual([{ width: 320, height: 192 }]);
});

describe('of a mirrored picture the mirrored copy is wiped, too', () => {
  /** A reader that sees the toy print in the mirror only, and where it looked. */
  function inMirror(ofMirror: StripReader) {
    const rasters = new Set<Raster>();
    const fast: StripReader = {
      read: async (raster, quad, scale) => {
        const isPicture = rasters.size === 0 || raster === [...rasters][0];
        rasters.add(raster);
        if (!isPicture) return ofMirror.read(raster, quad, scale);
        return clockwise(quad) === quad ? blank : recognizer.read(raster, quad, scale);
      },
    };
    return { reader: readerOf({ fast, second: fast }), rasters };
  }
  const bytes = pngOf(picture([NUMBER, NAME])).then((png) => sharp(png).flop().toBuffer());
  const isWiped = (rasters: ReadonlySet<Raster>): boolean => [...rasters].every(({ data }) => data.every((byte) => byte === 0));

  test('after it was read', async () => {
    const { reader, rasters } = inMirror(recognizer);
    const { mostProminent } = await reader.read(await bytes, { without: new Set(DATE_RUNGS.map(({ name }) => name)) });
    expect(mostProminent.pan).toBe(PAN);
    expect(rasters.size).toBe(2);
    expect(isWiped(rasters)).toBe(true);
  });

  test('and after a failure', async () => {
    const { reader, rasters } = inMirror({ read: () => Promise.reject(new Error('out of memory')) });
    await expect(reader.read(await bytes)).rejects.toThrow('out of memory');
    expect(rasters.size).toBe(2);
    expect(isWiped(rasters)).toBe(true);
  });
});

describe('what was read is wiped from memory', () => {
  /** Whether all memory of the compiled loops that the work used is empty after it. */
  async function leavesNothing(work: () => Promise<unknown>): Promise<boolean> {
    const used = jest.spyOn(WorkingMemory.prototype, 'makeRoom');
    await work();
    const memories = new Set(used.mock.contexts as WorkingMemory[]);
    used.mockRestore();
    expect(memories.size).toBeGreaterThan(0);
    return [...memories].every(({ buffer }) => Buffer.from(buffer).every((byte) => byte === 0));
  }
  const card = pngOf(picture([NUMBER, NAME]));

  test('after a reading, and after one that fails', async () => {
    const failing = readerOf({ second: { read: () => Promise.reject(new Error('out of memory')) }, fast: faint });
    expect(await leavesNothing(async () => readerOf().read(await card))).toBe(true);
    expect(await leavesNothing(async () => expect(failing.read(await card)).rejects.toThrow('out of memory'))).toBe(true);
  });

  test('and after several pictures', async () => {
    expect(await leavesNothing(async () => readerOf().readTogether([await card, await card], { without: LEFT_OUT }))).toBe(true);
  });
});

describe('a large picture', () => {
  const large = pngOf(picture([NUMBER, NAME]), 10);

  test('that is plain to see is not decoded finely; places are in pixels of the picture', async () => {
    const { mostProminent: card, image, rungs } = await climbed(readerOf(), await large);
    expect(card.pan).toBe(PAN);
    expect(rungs).not.toContain('fine');
    expect([image.width, image.height]).toEqual([3200, 1920]);
    expect(cornersApart(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
    expect(quadWidth(card.quads.pan)).toBeGreaterThan(2000);
  });

  test('in doubt is decoded finely, before the dear rungs; and looked at from the beginning', async () => {
    const reader = readerOf({ fast: readingAt((width) => width > 2000) });
    const { mostProminent: card, rungs, evidence } = await climbed(reader, await large);
    expect(card.pan).toBe(PAN);
    expect(rungs).toEqual(['cards', 'line', 'closer', 'around', 'fine', 'line']);
    expect(cornersApart(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
    const widths = new Set(evidence.flatMap((seen) => (seen.kind === 'strip' ? seen.raster.width : [])));
    expect([...widths]).toEqual([1600, 3072]);
  });

  test('whose fine pixels show no number is told by its coarse ones', async () => {
    // of no issuer, and it fails the check: likely, not plain
    const odd = await pngOf(picture([{ ...NUMBER, text: '9222 0202 0011 2231' }, NAME]), 10);
    const reader = readerOf({ fast: readingAt((width) => width < 2000), second: readingAt(() => false) });
    const { mostProminent: card, rungs } = await climbed(reader, odd);
    expect(rungs).toContain('fine');
    expect(card.pan).toBe('9222020200112231');
    expect(cornersApart(card.quads.card!, scaleQuad(CARD, 10))).toBeLessThan(40);
  });

  test('is not looked at finely where that is left out', async () => {
    const reader = readerOf({ fast: readingAt((width) => width > 2000) });
    const fails = climbed(reader, await large, { without: new Set(['fine', 'small-cards', ...LEFT_OUT]) });
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
    const locator = locatorSeeing({ cards: [CARD], lines: [{ quad: upsideDown, kind: 'number' }] });
    expect((await read('6222 0202 0011 2230', { locator, fast: sideless })).mostProminent.pan).toBe(PAN);
  });
});

test('a number of which digits are hidden is looked up by those before them, and by its whole length', async () => {
  const { mostProminent } = await readerOf().read(await pngOf(picture([{ ...NUMBER, text: '6222 0202      2230' }, NAME])), {
    without: LEFT_OUT,
  });
  expect(mostProminent).toMatchObject({ pan: '62220202????2230', bin: '622202', issuer: { shortName: 'Bank' }, type: 'debit' });
  expect(mostProminent.warnings).not.toContain('unknown-length');
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
    const { cards, mostProminent, image } = await readerOf({ locator: locatorSeeing(halved) }).read(await pngOf(two), {
      without: LEFT_OUT,
    });
    expect(cards.map(({ pan }) => pan)).toEqual([PAN, SECOND.replaceAll(' ', '')]);
    expect(mostProminent).toBe(cards[1]);
    expect(image.orientation).toBe(0);
    expect(quadCentre(cards[0]!.quads.card!).x).toBeLessThan(quadCentre(cards[1]!.quads.card!).x);
  });

  test('one whose number is in doubt is not the most prominent for being a little larger', async () => {
    const reader: StripReader = {
      read: (raster, quad, scale) => (quadCentre(quad).x > raster.width / 2 ? faint : recognizer).read(raster, quad, scale),
    };
    const networks = { locator: locatorSeeing(halved), fast: reader, second: reader };
    const { cards, mostProminent } = await readerOf(networks).read(await pngOf(two), { without: LEFT_OUT });
    expect(cards.map(({ confidence }) => confidence.pan < 0.5)).toEqual([false, true]);
    expect(mostProminent).toBe(cards[0]);
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
      addEventListener: () => {},
    } as Partial<AbortSignal> as AbortSignal;
    await readerOf().read(bytes, { signal: counted, without: LEFT_OUT });
    expect(looks).toBeGreaterThan(5);
    for (let after = 0; after < looks; after++) {
      await expect(readerOf().read(bytes, { signal: abortedAfter(after), without: LEFT_OUT })).rejects.toMatchObject({
        code: 'REQUEST_TIMEOUT',
      });
    }
    expect((await readerOf().read(bytes, { signal: abortedAfter(looks), without: LEFT_OUT })).mostProminent.pan).toBe(PAN);
  });
});

describe('a picture without a number', () => {
  const unread = { fast: readingAt(() => false), second: readingAt(() => false) };

  test('shows a card where an outline is seen, whatever stands on it', async () => {
    for (const drawn of [{ cards: [CARD] }, plain]) {
      const reading = readerOf({ ...unread, locator: locatorSeeing(drawn) }).read(await pngOf(picture([NUMBER, NAME])));
      await expect(reading).rejects.toMatchObject({ code: 'NUMBER_UNREADABLE', status: 464 });
    }
  });

  test('shows none where no outline is seen, though lines are', async () => {
    for (const drawn of [{}, { lines: plain.lines }]) {
      const reading = readerOf({ ...unread, locator: locatorSeeing(drawn) }).read(await pngOf(picture([NUMBER, NAME])));
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
    expect('crop' in (await readerOf().read(await bytes, { without: LEFT_OUT })).mostProminent).toBe(false);
    const { mostProminent, timings } = await readerOf().read(await bytes, { crop: 'plain', without: LEFT_OUT });
    expect((await sharp(mostProminent.crop!).metadata()).format).toBe('jpeg');
    expect(timings.crop).toBeGreaterThan(0);
  });

  test('masked, digits between the first six and the last four are painted over', async () => {
    const levels = async (crop: 'plain' | 'masked'): Promise<number> => {
      const { mostProminent } = await readerOf().read(await bytes, { crop, without: LEFT_OUT });
      const { data, info } = await sharp(mostProminent.crop!).greyscale().raw().toBuffer({ resolveWithObject: true });
      const row = data.subarray(Math.floor(info.height * 0.47) * info.width, Math.floor(info.height * 0.47 + 1) * info.width);
      return new Set(row.subarray(Math.floor(info.width * 0.45), Math.floor(info.width * 0.6)).map((level) => level >> 4)).size;
    };
    expect(await levels('masked')).toBe(1);
    expect(await levels('plain')).toBeGreaterThan(1);
  });

  test('of a card whose outline is not seen is null', async () => {
    const reader = readerOf({ locator: locatorSeeing({ lines: plain.lines }) });
    expect((await reader.read(await bytes, { crop: 'plain', without: LEFT_OUT })).mostProminent.crop).toBeNull();
  });
});

describe('the strip of the number', () => {
  const bytes = pngOf(picture([NUMBER, NAME]));
  const stripOf = async (networks: Partial<Networks>, strip: 'plain' | 'masked') =>
    (await readerOf(networks).read(await bytes, { strip, without: LEFT_OUT })).mostProminent.strip!;

  test('is made where it is asked for, whether or not the outline is seen', async () => {
    expect('strip' in (await readerOf().read(await bytes, { without: LEFT_OUT })).mostProminent).toBe(false);
    for (const seen of [plain, { lines: plain.lines }]) {
      const { format, width = 0, height = 0 } = await sharp(await stripOf({ locator: locatorSeeing(seen) }, 'plain')).metadata();
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

describe('the type', () => {
  /** px, as the network sees it */
  const WHOLE_CARD = 640;
  const [OF_BANK, OF_NOBODY] = ['6222 0202 0011 2230', '4111 1111 1111 1111'];
  const pictureOf = (number: string) => pngOf(picture([{ ...NUMBER, text: number }, NAME]));
  const typeOf = async (number: string, networks: Partial<Networks> = {}, options: ReadOptions = {}) =>
    (await readerOf(networks).read(await pictureOf(number), { without: LEFT_OUT, ...options })).mostProminent.type;

  test('is that of the BIN', async () => {
    const wordFinder = findingWords({ credit: 1 });
    expect(await typeOf(OF_BANK, { wordFinder })).toBe('debit');
    expect(wordFinder.sizes).toEqual([]);
  });

  test('or else what the card says', async () => {
    expect(await typeOf(OF_NOBODY)).toBe('unknown');
    expect(await typeOf(OF_NOBODY, { wordFinder: findingWords({ credit: 1 }) })).toBe('credit');
    expect(await typeOf(OF_NOBODY, { wordFinder: findingWords({ debit: 1 }) })).toBe('debit');
  });

  test('or of a number that fails its check, on which nobody issued a card, what the card says before what the BIN does', async () => {
    const failing = OF_BANK.replace(/0$/, '1');
    const wordFinder = findingWords({ credit: 1 });
    expect(await typeOf(failing, { wordFinder })).toBe('credit');
    expect(await typeOf(failing)).toBe('debit');
  });

  test('is not looked for where the outline is not seen, or the network is left out', async () => {
    const wordFinder = findingWords({ credit: 1 });
    expect(await typeOf(OF_NOBODY, { wordFinder, locator: locatorSeeing({ lines: plain.lines }) })).toBe('unknown');
    expect(await typeOf(OF_NOBODY, { wordFinder }, { without: new Set([...LEFT_OUT, 'word-finding']) })).toBe('unknown');
    expect(wordFinder.sizes).toEqual([]);
  });

  test('of several pictures is what one says, unless another says the other', async () => {
    const said = ['debit', 'credit', 'debit', null] as const;
    const typeWhere = async (...looks: number[]) => {
      // a card with a word is shown twice
      const asked = looks.flatMap((look) => (said[look] ? [said[look], said[look]] : [null]));
      const finders = { debit: findingWords({ debit: 1 }), credit: findingWords({ credit: 1 }), none: findingWords({}) };
      let says: WordFinder = finders.none;
      const run = (input: Tensor) => {
        // the first look is at the whole card, the others are smaller
        if (input.shape[3] === WHOLE_CARD) says = finders[asked.shift() ?? 'none'];
        return says.run(input);
      };
      const wordFinder = { config: finders.none.config, run };
      const pictures = await Promise.all(looks.map(() => pictureOf(OF_NOBODY)));
      return (await readerOf({ wordFinder }).readTogether(pictures, { without: LEFT_OUT })).mostProminent.type;
    };
    expect(await typeWhere(0, 3)).toBe('debit');
    expect(await typeWhere(3, 0)).toBe('debit');
    expect(await typeWhere(0, 2)).toBe('debit');
    expect(await typeWhere(0, 1)).toBe('unknown');
    expect(await typeWhere(1, 3)).toBe('credit');
  });
});

const BANK_CARDS = BINS.layers[0]!;
const BANK_CARD = BANK_CARDS.groups[0]![0]!;

describe('a date', () => {
  const quad = tilted({ x: 80, y: 134 }, 70, 24, 0);
  const locator = locatorSeeing({ cards: [CARD], lines: [...plain.lines, { quad, kind: 'expiry' as const }] });
  /** @param of - what the table says of the card's number */
  const expiryOf = async (text: string, of: Partial<typeof BANK_CARD> = {}) => {
    const reader: StripReader = {
      read: async (raster, line, scale) => (isInside(line, quadCentre(quad)) ? digitStrip(text) : recognizer.read(raster, line, scale)),
    };
    const networks = { locator, dateLocator: locatorSeeing(), fast: reader, second: reader, wordFinder: findingWords({}) };
    const bins = { ...BINS, layers: [{ ...BANK_CARDS, groups: [[{ ...BANK_CARD, ...of }]] }] };
    const bytes = await pngOf(picture([NUMBER]));
    return (await new CardReader(networks, bins).read(bytes, { today: new Date('2026-11-26') })).mostProminent.expiry;
  };

  test('is told', async () => {
    expect(await expiryOf('2031/08')).toEqual({ month: 8, year: 2031, expired: false });
  });

  test('but not one that is none of expiry, by the number', async () => {
    expect(await expiryOf('2031/08', { scheme: 'Shetab' })).toBeNull();
  });
});

describe('several pictures of one card', () => {
  const showing = (text: string) => pngOf(picture([{ ...NUMBER, text }, NAME]));
  const whole = showing('6222 0202 0011 2230');
  const left = showing('6222    2 0011 2230');
  const right = showing('6222 0202 00    230');
  const other = showing('6222 0200 0000 0001');
  const nothing = pngOf(picture([NAME]));
  const together = async (pictures: readonly Promise<Buffer>[], options: TogetherOptions = {}, networks: Partial<Networks> = {}) =>
    readerOf(networks).readTogether(await Promise.all(pictures), { without: LEFT_OUT, ...options });

  test('a defect of this code is no fault of a picture', async () => {
    const onStage = (stage: Stage): void => {
      if (stage === 'bin') throw new TypeError('broken');
    };
    await expect(together([whole, whole], { onStage })).rejects.toThrow('broken');
  });

  test('listeners are told of each stage, and of the joint one whatever comes of it', async () => {
    const told = async (...pictures: Promise<Buffer>[]) => {
      const stages: [Stage, number][] = [];
      const reading = await together(pictures, { onStage: (...stage) => stages.push(stage) }).catch(({ code }: CardOcrError) => code);
      return { reading, stages, names: stages.map(([name]) => name) };
    };
    const read = await told(whole, whole);
    const sum = (of: Stage) => read.stages.reduce((all, [stage, ms]) => all + (stage === of ? ms : 0), 0);
    for (const [stage, ms] of Object.entries((read.reading as TogetherReading).timings)) expect(sum(stage as Stage)).toBeCloseTo(ms, 6);
    const refused = await told(pngOf(picture([])), pngOf(picture([])));
    expect(refused.reading).toBe('NUMBER_UNREADABLE');
    expect(refused.names.filter((name) => name === 'number')).toHaveLength(3);
  });

  test('each of which hides other digits tell all of them; each is told by itself, too', async () => {
    const { cards, mostProminent, pictures, image, timings } = await together([left, right]);
    expect(cards).toEqual([mostProminent]);
    expect(mostProminent).toMatchObject({ pan: PAN, bin: '622202', issuer: { shortName: 'Bank' }, luhnValid: true });
    expect(image).toEqual({ width: 320, height: 192, orientation: 0 });
    expect(pictures).toHaveLength(2);
    for (const { reading, error } of pictures) {
      expect(reading?.mostProminent.pan ?? error?.code).not.toBe(PAN);
      expect(timings.number).toBeGreaterThan(reading?.timings.number ?? 0);
    }
  });

  test('are of no card where none of them shows one, whatever digits they show together', async () => {
    const reading = together([left, right], {}, { locator: locatorSeeing({ lines: plain.lines }) });
    await expect(reading).rejects.toMatchObject({ code: 'NO_CARD' });
  });

  test('one alone is told as `read` tells it', async () => {
    const { shownIn, pictures, timings: _, ...alone } = await together([whole]);
    const { timings: __, ...read } = await readerOf().read(await whole, { without: LEFT_OUT });
    expect(alone).toEqual(read);
    expect(shownIn).toBe(0);
    expect(pictures[0]!.reading!.mostProminent).toEqual(read.mostProminent);
  });

  test('of which some cannot be read are told by the others', async () => {
    const broken = whole.then((bytes) => bytes.subarray(0, 100));
    const { mostProminent, shownIn, pictures } = await together([Promise.resolve(Buffer.from('text')), nothing, broken, whole]);
    expect([mostProminent.pan, shownIn]).toEqual([PAN, 3]);
    expect(pictures.map(({ error }) => error?.code ?? null)).toEqual([
      'IMAGE_DECODE_FAILED',
      'NUMBER_UNREADABLE',
      'IMAGE_DECODE_FAILED',
      null,
    ]);
    expect(pictures.map(({ reading }) => reading?.mostProminent.pan ?? null)).toEqual([null, null, null, PAN]);
  });

  test('of which one takes too long to decode are told by the others', async () => {
    const slow = async (): Promise<Buffer> => {
      throw new DecodingTimeout();
    };
    const { mostProminent, pictures } = await readerOf().readTogether([slow, await whole], { without: LEFT_OUT });
    expect(mostProminent.pan).toBe(PAN);
    expect(pictures[0]!.error).toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });

  test('of which none can be read fail as the first', async () => {
    await expect(together([nothing, Promise.resolve(Buffer.from('text'))])).rejects.toMatchObject({ code: 'NUMBER_UNREADABLE' });
    await expect(together([Promise.resolve(Buffer.alloc(0)), nothing])).rejects.toMatchObject({ code: 'IMAGE_EMPTY' });
  });

  test('that show two cards tell one of them, in doubt', async () => {
    const { mostProminent } = await together([whole, other]);
    expect([PAN, '6222020000000001']).toContain(mostProminent.pan);
    expect(mostProminent.warnings).toContain('different-cards');
    expect((await together([whole, whole])).mostProminent.warnings).not.toContain('different-cards');
  });

  test('are got and read one after the other, each in its turn', async () => {
    const steps: string[] = [];
    const got = (name: string, bytes: Promise<Buffer>) => async (): Promise<Buffer> => {
      steps.push(name);
      return bytes;
    };
    const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
      steps.push('begins');
      const done = await work();
      steps.push('ends');
      return done;
    };
    await readerOf().readTogether([got('first', whole), got('second', right)], { without: LEFT_OUT, inTurn });
    expect(steps).toEqual(['begins', 'first', 'ends', 'begins', 'second', 'ends', 'begins', 'ends']);
  });

  test('what a function gets must be the bytes of a picture', async () => {
    for (const got of [undefined, 'card.jpg']) {
      const pictures = [(async () => got) as never];
      await expect(readerOf().readTogether(pictures, { without: LEFT_OUT })).rejects.toThrow('takes the bytes of a picture');
    }
  });

  test('one that cannot be got is that picture’s fault, and what else fails is not', async () => {
    const failing = (code: PlainErrorCode) => async (): Promise<never> => {
      throw new CardOcrError(code);
    };
    const bytes = await whole;
    const { pictures } = await readerOf().readTogether([failing('DOWNLOAD_FAILED'), bytes], { without: LEFT_OUT });
    expect(pictures[0]!.error!.code).toBe('DOWNLOAD_FAILED');
    for (const code of ['REQUEST_TIMEOUT', 'INFERENCE_FAILED', 'INTERNAL'] as const) {
      await expect(readerOf().readTogether([failing(code), bytes], { without: LEFT_OUT })).rejects.toMatchObject({ code });
    }
  });

  test('with several cards each are of the card that is in all of them', async () => {
    const lines = [LINE, tilted({ x: 479, y: 96 }, 228, 24, 0)].map((quad) => ({ quad: scaleQuad(quad, 0.5), kind: 'number' as const }));
    const cards = [tilted({ x: 160, y: 100 }, 270, 150, 0), tilted({ x: 480, y: 100 }, 290, 160, 0)].map((quad) => scaleQuad(quad, 0.5));
    const pair = (second: string) => pngOf(picture([NUMBER, { text: second, left: 366, top: 84 }], 640, 192));
    const { mostProminent } = await together(
      [pair('6222 0200 0000 0001'), pair('6222 0200 0000 0019')],
      {},
      { locator: locatorSeeing({ cards, lines }) },
    );
    expect(mostProminent.pan).toBe(PAN);
    expect(mostProminent.warnings).not.toContain('different-cards');
  });

  test('of which one alone shows both that are seen are of one of these', async () => {
    const lines = [LINE, tilted({ x: 479, y: 96 }, 228, 24, 0)].map((quad) => ({ quad: scaleQuad(quad, 0.5), kind: 'number' as const }));
    const cards = [tilted({ x: 160, y: 100 }, 270, 150, 0), tilted({ x: 480, y: 100 }, 290, 160, 0)].map((quad) => scaleQuad(quad, 0.5));
    const pair = (first: string, second: string) =>
      pngOf(
        picture(
          [
            { ...NUMBER, text: first },
            { text: second, left: 366, top: 84 },
          ],
          640,
          192,
        ),
      );
    const [one, two] = ['6222 0202 0011 2230', '6222 0200 0000 0019'];
    const { mostProminent } = await together([pair(one, two), pair(two, one)], {}, { locator: locatorSeeing({ cards, lines }) });
    expect([one, two].map((text) => text.replaceAll(' ', ''))).toContain(mostProminent.pan);
    expect(mostProminent.warnings).not.toContain('different-cards');
  });

  test('masked, nothing is cut out that was masked as another number', async () => {
    const cutsOf = async (pictures: readonly Promise<Buffer>[], cut: 'plain' | 'masked') => {
      const { mostProminent } = await together(pictures, { crop: cut, strip: cut });
      return [mostProminent.crop, mostProminent.strip].map((file) => file !== null);
    };
    expect(await cutsOf([whole, right], 'masked')).toEqual([true, true]);
    expect(await cutsOf([left, right], 'masked')).toEqual([false, false]);
  });

  test('are read until the time is up', async () => {
    await expect(together([whole, whole], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    const decoded: string[] = [];
    const late = new AbortController();
    const pictures = [whole, whole, whole].map((bytes, i) => async () => {
      decoded.push(String(i));
      if (i === 1) late.abort();
      return bytes;
    });
    await expect(readerOf().readTogether(pictures, { signal: late.signal, without: LEFT_OUT })).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
    });
    expect(decoded).toEqual(['0', '1']);
  });

  test.each([
    ['nothing', []],
    ['nine', new Array(9).fill(Buffer.from('x'))],
    ['one that is not in an array', Buffer.from('x')],
    ['a path', ['card.jpg']],
  ])('are no %s', async (_, pictures) => {
    await expect(readerOf().readTogether(pictures as never)).rejects.toThrow(TypeError);
  });

  describe('the date', () => {
    const DATE = tilted({ x: 80, y: 134 }, 70, 24, 0);
    const dated = { cards: [CARD], lines: [...plain.lines, { quad: DATE, kind: 'expiry' as const }] };
    const date = { text: '203108', left: 46, top: 122 };
    const today = new Date('2026-11-26');
    const read = async (pictures: readonly Promise<Buffer>[]) =>
      together(pictures, { without: NO_MIRROR, today }, { locator: locatorSeeing(dated) });

    test('may stand on the side without the number', async () => {
      const back = pngOf(picture([date]));
      const { mostProminent, pictures, shownIn } = await read([back, whole]);
      expect(mostProminent).toMatchObject({ pan: PAN, expiry: { month: 8, year: 2031, expired: false } });
      expect([shownIn, mostProminent.quads.expiry]).toEqual([1, null]);
      expect(pictures[0]).toMatchObject({ reading: null, expiry: { month: 8, year: 2031, expired: false } });
      expect(pictures[0]!.error).not.toBeNull();
      expect(pictures[1]!.expiry).toBeNull();
    });

    test('may be one of issue by a number that another picture shows', async () => {
      const bank = pngOf(picture([{ ...NUMBER, text: '9704 3600 0000 0006' }]));
      const past = pngOf(picture([{ ...date, text: '202005' }]));
      const { mostProminent, pictures } = await read([past, bank]);
      expect(mostProminent).toMatchObject({ pan: '9704360000000006', expiry: null });
      expect(pictures[0]).toMatchObject({ reading: null, expiry: null });
    });

    test('is of issue in all pictures if words in one of them say so', async () => {
      const past = pngOf(picture([NUMBER, { ...date, text: '202305' }]));
      const told = async (...words: WordFinder[]) => {
        const wordFinder: WordFinder = { ...words[0]!, run: (input) => (looks++ < 2 ? words[0]! : words.at(-1)!).run(input) };
        let looks = 0;
        const networks = { locator: locatorSeeing(dated), wordFinder };
        const { mostProminent, pictures } = await together([past, past], { without: NO_MIRROR, today }, networks);
        return [mostProminent, pictures[1]!.reading!.mostProminent].map(({ expiry }) => expiry?.year ?? null);
      };
      expect(await told(findingWords({}))).toEqual([2023, 2023]);
      expect(await told(findingWords({ since: 0.9 }), findingWords({}))).toEqual([null, 2023]);
    });

    test('of another card is not taken', async () => {
      const another = pngOf(picture([{ ...NUMBER, text: '6222 0200 0000 0001' }, date]));
      const { mostProminent, pictures } = await read([whole, another, whole]);
      expect(mostProminent).toMatchObject({ pan: PAN, expiry: null });
      expect(mostProminent.warnings).toContain('different-cards');
      expect(pictures[1]!.reading!.mostProminent.expiry).toMatchObject({ month: 8, year: 2031 });
    });

    test('has its place where the number has', async () => {
      const { mostProminent } = await read([pngOf(picture([NUMBER, date])), whole]);
      expect(mostProminent.expiry).toEqual({ month: 8, year: 2031, expired: false });
      expect(quadCentre(mostProminent.quads.expiry!).y).toBeGreaterThan(quadCentre(mostProminent.quads.pan).y);
    });
  });
});
