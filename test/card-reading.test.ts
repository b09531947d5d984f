import fc from 'fast-check';
import type { BinRecord } from '../lib/bin/lookup-bin';
import { type CardFindings, type CardReading, describeCard, LOW_CONFIDENCE, outlineOf, turnOf } from '../lib/card-reading';
import type { ExpiryReading, NumberReading } from '../lib/evidence';
import { mirrorQuad, type Point, type Quad, scaleQuad } from '../lib/geometry';
import type { PictureQuality } from '../lib/reading/picture-quality';
import { numberReading } from './helpers/number-readings';
import { cornersApart, rectangle } from './helpers/quads';

const TODAY = new Date('2026-11-24T12:00:00Z');

/** Centres of the digits of a line whose groups are parted by a space. */
const positionsOf = (grouped: string): number[] =>
  [...grouped].flatMap((character, i) => (character === ' ' ? [] : [(i + 0.5) / grouped.length]));

const number = (grouped: string, rest: Partial<NumberReading> = {}): NumberReading => {
  const text = grouped.replaceAll(' ', '');
  return numberReading({
    text,
    posterior: 0.99,
    digitConfidence: [...text].map(() => 0.98),
    place: [rectangle(100, 200, 400, 30)],
    positions: positionsOf(grouped),
    sure: true,
    clear: true,
    ...rest,
  });
};

const expiry = (month: number, year: number): ExpiryReading => ({
  expiry: { month, year },
  confidence: 0.9,
  quad: rectangle(250, 250, 60, 20),
  validFrom: null,
});

const BIN: BinRecord = {
  bin: '622597',
  scheme: 'UnionPay',
  issuer: { name: '中国工商银行', shortName: '工商银行', nameEn: 'Industrial and Commercial Bank of China', country: 'CN' },
  issuerKnown: true,
  type: 'credit',
  lengths: [16],
  lengthsAreOwn: true,
  lengthMatches: true,
};

const FINE: PictureQuality = { flaws: [], score: 90 };

const cardOf = (
  number: NumberReading,
  expiry: ExpiryReading | null,
  bin: BinRecord | null,
  scale: number,
  today: Date,
  rest: Partial<CardFindings> = {},
): CardReading =>
  describeCard(
    { number, outline: null, isSeenTurned: false, expiry, bin, type: bin?.type ?? 'unknown', quality: FINE, ...rest },
    (quad) => scaleQuad(quad, scale),
    today,
  );

const VALID = '4242 4242 4242 4242';

describe('describeCard', () => {
  test('the BIN has six digits where only the scheme is known', () => {
    expect(cardOf(number(VALID), null, { ...BIN, bin: '4' }, 1, TODAY).bin).toBe('424242');
  });

  test('a plain reading has no warnings', () => {
    expect(cardOf(number(VALID), expiry(12, 2030), BIN, 1, TODAY)).toMatchObject({
      pan: '4242424242424242',
      panGrouped: VALID,
      maskedPan: '4242 42** **** 4242',
      bin: '622597',
      luhnValid: true,
      scheme: 'UnionPay',
      issuer: { shortName: '工商银行' },
      type: 'credit',
      expiry: { month: 12, year: 2030, expired: false },
      confidence: { pan: expect.closeTo(0.99, 3), expiry: 0.9 },
      quads: { card: null },
      warnings: [],
    });
  });

  test('luhn: the published example fails the check and is read nevertheless', () => {
    const card = cardOf(number('6225 9700 7000 3000'), null, BIN, 1, TODAY);
    expect(card).toMatchObject({ pan: '6225970070003000', luhnValid: false, warnings: ['luhn'] });
  });

  test('unknown-bin: nothing is made up', () => {
    expect(cardOf(number(VALID), null, null, 1, TODAY)).toMatchObject({
      bin: '424242',
      scheme: null,
      issuer: null,
      type: 'unknown',
      warnings: ['unknown-bin'],
    });
  });

  test('unknown-length: the issuer has no cards of that length', () => {
    expect(cardOf(number(VALID), null, { ...BIN, lengthMatches: false }, 1, TODAY).warnings).toEqual(['unknown-length']);
  });

  test.each([
    [17, [12, 13, 14, 15, 16, 17, 18, 19], true],
    [13, [12, 13, 14, 15, 16, 17, 18, 19], true],
    [16, [12, 13, 14, 15, 16, 17, 18, 19], false],
    [19, [16, 17, 18, 19], false],
    [15, [14, 15, 16, 17, 18, 19], true],
    [14, [16, 17, 18, 14], true],
    [14, [14, 16, 19], false],
    [15, [15, 16, 19], false],
    [13, [13], false],
  ])('unknown-length: %d digits where nothing but a scheme of %j is known: %s', (length, lengths, warned) => {
    const anyDigits = Array.from({ length }, (_, i) => (i * 7) % 10).join('');
    const { warnings } = cardOf(number(anyDigits), null, { ...BIN, issuer: null, type: 'unknown', lengths, lengthMatches: true }, 1, TODAY);
    expect(warnings.includes('unknown-length')).toBe(warned);
  });

  test.each([
    [true, []],
    [false, ['unknown-length']],
  ])('a rare length of a known issuer, its own: %s', (lengthsAreOwn, warned) => {
    const lengths = [12, 13, 14, 15, 16, 17, 18, 19];
    const { warnings } = cardOf(number('4242 4242 4242'), null, { ...BIN, lengths, lengthsAreOwn }, 1, TODAY);
    expect(warnings.filter((warning) => warning === 'unknown-length')).toEqual(warned);
  });

  test('a scheme without an issuer is no warning', () => {
    expect(cardOf(number(VALID), null, { ...BIN, issuer: null, type: 'unknown' }, 1, TODAY).warnings).toEqual([]);
  });

  describe('low-confidence', () => {
    const digits = (weakest: number): number[] => [...Array<number>(15).fill(0.99), weakest];

    /** What a number is told with that fails a check: a BIN's, a length's, the check digit's. */
    const FAILING: readonly (readonly [string, string, typeof BIN | null])[] = [
      ['luhn', '4242 4242 4242 4241', BIN],
      ['unknown-bin', VALID, null],
      ['unknown-length', VALID, { ...BIN, lengthMatches: false }],
    ];

    test.each(
      FAILING.flatMap(([failed, pan, bin]) =>
        [
          [0.99, LOW_CONFIDENCE - 0.001, true],
          [0.99, LOW_CONFIDENCE, false],
          [LOW_CONFIDENCE - 0.001, 0.99, true],
          [LOW_CONFIDENCE, 0.99, false],
        ].map(([posterior, weakest, warned]) => [failed, posterior, weakest, warned, pan, bin] as const),
      ),
    )('%s, posterior %d and weakest digit %d: %s', (failed, posterior, weakest, warned, pan, bin) => {
      const card = cardOf(number(pan, { posterior: Number(posterior), digitConfidence: digits(Number(weakest)) }), null, bin, 1, TODAY);
      expect(card.confidence).toEqual({ pan: Math.min(Number(posterior), Number(weakest)), expiry: null, digits: digits(Number(weakest)) });
      expect(card.warnings).toEqual(warned ? [failed, 'low-confidence'] : [failed]);
    });

    test.each([
      [0.99, 0.66, 0.795, true],
      [0.99, 0.67, 0.802, false],
      [LOW_CONFIDENCE - 0.001, 0.99, LOW_CONFIDENCE - 0.001, true],
      [LOW_CONFIDENCE, 0.99, LOW_CONFIDENCE, false],
      [0.99, 0.49, 0.49, true],
    ])('no check failed, posterior %d and weakest digit %d: confidence %d, %s', (posterior, weakest, confidence, warned) => {
      const card = cardOf(number(VALID, { posterior, digitConfidence: digits(weakest) }), null, BIN, 1, TODAY);
      expect(card.confidence.pan).toBeCloseTo(confidence, 3);
      expect(card.confidence.digits).toEqual(digits(weakest));
      expect(card.warnings).toEqual(warned ? ['low-confidence'] : []);
    });
  });

  test.each([
    ['2026-11-30T23:59:59Z', false],
    ['2026-12-01T00:00:00Z', true],
  ])('expired: 11/2026 at %s: %s', (today, expired) => {
    const card = cardOf(number(VALID), expiry(11, 2026), BIN, 1, new Date(today));
    expect(card.expiry).toEqual({ month: 11, year: 2026, expired });
    expect(card.warnings).toEqual(expired ? ['expired'] : []);
  });

  test('the date from which it is valid goes with the expiry', () => {
    const validFrom = { month: 12, year: 2025 };
    expect(cardOf(number(VALID), { ...expiry(12, 2030), validFrom }, BIN, 1, TODAY).validFrom).toEqual(validFrom);
    expect(cardOf(number(VALID), expiry(12, 2030), BIN, 1, TODAY)).not.toHaveProperty('validFrom');
  });

  test('no expiry: null everywhere, no warning', () => {
    const card = cardOf(number(VALID), null, BIN, 1, TODAY);
    expect([card.expiry, card.confidence.expiry, card.quads.expiry]).toEqual([null, null, null]);
    expect(card).not.toHaveProperty('validFrom');
    expect(card.warnings).toEqual([]);
  });

  test('all warnings at once', () => {
    const doubtful = number('4242 4242 4242 4241', { posterior: 0.3 });
    expect([...cardOf(doubtful, expiry(1, 2020), null, 1, TODAY).warnings].sort()).toEqual([
      'expired',
      'low-confidence',
      'luhn',
      'unknown-bin',
    ]);
  });

  test('digits that fail their checks are surer to be a number where they are seen to stand on a card', () => {
    const certain = number('4242 4242 4242 4241', { posterior: 0.6225, total: -7.5 });
    const card = rectangle(50, 50, 500, 320);
    const told = (outline: Quad | null, isSeenTurned = false): CardReading =>
      cardOf(certain, null, null, 1, TODAY, { outline, isSeenTurned });
    // seen in the turned picture alone, it may be no card
    for (const doubtful of [told(null), told(card, true)])
      expect(doubtful).toMatchObject({ confidence: { pan: 0.6225 }, warnings: ['luhn', 'unknown-bin', 'low-confidence'] });
    expect(told(card)).toMatchObject({
      confidence: { pan: expect.closeTo(0.868, 3) },
      warnings: ['luhn', 'unknown-bin'],
    });
  });

  test('digits that are too small and fail the check digit are no surer than such digits are right', () => {
    const confidenceOf = (grouped: string, flaws: PictureQuality['flaws']): number =>
      cardOf(number(grouped), null, BIN, 1, TODAY, { quality: { flaws, score: 50 } }).confidence.pan;
    const wrong = '4242 4242 4242 4241';
    expect(confidenceOf(wrong, ['too-small'])).toBe(0.85);
    expect(
      [confidenceOf(wrong, []), confidenceOf(wrong, ['cut-off']), confidenceOf(VALID, ['too-small'])].every((sure) => sure > 0.95),
    ).toBe(true);
  });

  test.each(['6212 3456 7890 0000 003', '621234 5678900000003', '6212345678900000003', '3782 822463 10005'])(
    'grouped as printed, and masked in the same groups: %s',
    (grouped) => {
      const card = cardOf(number(grouped), null, BIN, 1, TODAY);
      expect(card.panGrouped).toBe(grouped);
      expect(card.maskedPan.replace(/[^ ]/g, '·')).toBe(grouped.replace(/[^ ]/g, '·'));
      const shown = card.maskedPan.replaceAll(' ', '');
      expect(shown).toBe(card.pan.slice(0, 6) + '*'.repeat(card.pan.length - 10) + card.pan.slice(-4));
    },
  );

  test('a block of four lines has the usual groups and one quad around it', () => {
    const place = [0, 1, 2, 3].map((line) => rectangle(100, 100 + 40 * line, 90, 30));
    const card = cardOf(number('5555555555554444', { place, positions: [] }), null, BIN, 2, TODAY);
    expect(card.panGrouped).toBe('5555 5555 5555 4444');
    expect(card.quads.pan).toEqual(rectangle(200, 200, 180, 300));
  });

  test('partial: digits that cannot be read are told as such, and nothing is told that hangs on them', () => {
    const card = cardOf(number('4242 4?42 4242 ??42'), null, { ...BIN, bin: '4' }, 1, TODAY);
    expect(card).toMatchObject({ pan: '42424?424242??42', panGrouped: '4242 4?42 4242 ??42', bin: null, luhnValid: false });
    expect(card.maskedPan).toBe('4242 4?** **** ??42');
    expect(card.warnings).toEqual(['partial']);
  });

  test('flaws of the picture are warnings; its quality stands beside them', () => {
    const card = cardOf(number(VALID), null, BIN, 1, TODAY, { quality: { flaws: ['glare', 'too-small'], score: 12 } });
    expect(card.warnings).toEqual(['glare', 'too-small']);
    expect(card.quality).toBe(12);
  });

  test('a crop is there where it was asked for', () => {
    expect(cardOf(number(VALID), null, BIN, 1, TODAY)).not.toHaveProperty('crop');
    expect(cardOf(number(VALID), null, BIN, 1, TODAY, { crop: null }).crop).toBeNull();
  });

  test('the outline is scaled with the rest', () => {
    const card = cardOf(number(VALID), null, BIN, 2, TODAY, { outline: rectangle(10, 20, 600, 380) });
    expect(card.quads.card).toEqual(rectangle(20, 40, 1200, 760));
  });

  test('quads are scaled to the upright picture', () => {
    const card = cardOf(number(VALID), expiry(12, 2030), BIN, 2.5, TODAY);
    expect(card.quads).toEqual({ card: null, pan: rectangle(250, 500, 1000, 75), expiry: rectangle(625, 625, 150, 50) });
  });
});

/** A quad turned clockwise about the origin. */
const turned = (quad: Quad, degrees: number): Quad => {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return quad.map(({ x, y }) => ({ x: x * cos - y * sin, y: x * sin + y * cos })) as unknown as Quad;
};

describe('outlineOf', () => {
  test('of one line is the line itself, perspective and all', () => {
    const quad: Quad = [
      { x: 10, y: 12 },
      { x: 200, y: 20 },
      { x: 198, y: 44 },
      { x: 8, y: 38 },
    ];
    expect(outlineOf([quad])).toEqual(quad);
  });

  test('of several holds them all, in their direction, begun at their own top-left', () => {
    for (const degrees of [0, 30, 90, 180, 200, 270]) {
      const lines = [0, 1, 2, 3].map((line) => turned(rectangle(100, 50 + 40 * line, 90, 30), degrees));
      expect(cornersApart(outlineOf(lines), turned(rectangle(100, 50, 90, 150), degrees))).toBeLessThan(1e-6);
    }
  });

  test('of nothing is a mistake of the caller', () => {
    expect(() => outlineOf([])).toThrow(RangeError);
  });
});

describe('turnOf', () => {
  test.each([
    [0, 0],
    [44, 0],
    [46, 90],
    [90, 90],
    [134, 90],
    [136, 180],
    [180, 180],
    [-180, 180],
    [224, 180],
    [226, 270],
    [270, 270],
    [-90, 270],
    [314, 270],
    [316, 0],
    [-44, 0],
    [360, 0],
  ])('a number at %i° is a card turned by %i', (degrees, turn) => {
    expect(turnOf(turned(rectangle(100, 200, 400, 30), degrees))).toBe(turn);
  });

  test('is that of what stands in the mirror, where the picture is mirrored', () => {
    const seen = [0, 90, 180, 270].map((degrees) => turnOf(mirrorQuad(turned(rectangle(100, 200, 400, 30), degrees), 1000)));
    expect(seen).toEqual([0, 270, 180, 90]);
  });

  test('is the same wherever the quad lies', () => {
    const point: fc.Arbitrary<Point> = fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }) });
    fc.assert(
      fc.property(point, fc.constantFrom(0, 90, 180, 270), fc.integer({ min: -40, max: 40 }), ({ x, y }, turn, tilt) => {
        expect(turnOf(turned(rectangle(x, y, 400, 30), turn + tilt))).toBe(turn);
      }),
    );
  });
});
