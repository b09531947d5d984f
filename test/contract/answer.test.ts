import fc from 'fast-check';
import type { CardsAnswer } from '../../generated/contract-types';
import { maskPan } from '../../lib/card/pan';
import type { CardReading } from '../../lib/card-reading';
import { answerOf, type InputReading, untoldWarnings } from '../../lib/contract/answer';
import { type CardOptions, DEFAULT_MIN_CONFIDENCE, PROVIDER_FORMATS, type RequestForm } from '../../lib/contract/card-request';
import { CardOcrError } from '../../lib/errors';
import type { Quad } from '../../lib/geometry';
import type { PictureReading } from '../../lib/picture-reading';
import { cardOptions } from '../helpers/card-options';
import { errorCode } from '../helpers/error-code';
import { EXAMPLE_CARD, OTHER_CARD, pictureOf, QUAD, togetherOf } from '../helpers/readings';

const REQUEST_ID = `20261124170000_${'ab'.repeat(16)}`;
const FORMS: readonly RequestForm[] = ['new', 'form', 'old', 'rich'];
const OFF = cardOptions();
const DETAIL = cardOptions({ detail: true });

const inputOf = (reading: PictureReading, options: Partial<CardOptions> = {}): InputReading => ({
  reading,
  options: { ...OFF, ...options },
  loadMs: 3,
});
const exampleWith = (change: Partial<CardReading>, options?: Partial<CardOptions>): InputReading =>
  inputOf(pictureOf({ ...EXAMPLE_CARD, ...change }), options);

const textOf = (form: RequestForm, ...inputs: readonly InputReading[]): string => JSON.stringify(answerOf(form, inputs, REQUEST_ID));

/** What an answer of the old form holds, one value an output. */
const oldValues = (...inputs: readonly InputReading[]) => {
  const { outputs } = answerOf('old', inputs, REQUEST_ID) as { outputs: { outputValue: { dataValue: string } }[] };
  return outputs.map(({ outputValue }) => JSON.parse(outputValue.dataValue));
};
const fieldsOf = (input: InputReading) => (answerOf('new', [input], REQUEST_ID) as { result: Record<string, unknown> }).result;
const richCards = (input: InputReading) => (answerOf('rich', [input], REQUEST_ID) as { cards: Record<string, unknown>[] }).cards;

const FOUR_FIELDS = '{"bank_name":"工商银行","bank_card_number":"6225 9700 7000 3000","valid_date":"07/22","bank_card_type":2}';
const RICH_FIELDS =
  `"requestId":"${REQUEST_ID}","image":{"width":640,"height":400,"orientation":0},` +
  '"cards":[{"pan":"6225970070003000","panGrouped":"6225 9700 7000 3000","maskedPan":"6225 97** **** 3000","bin":"622597","luhnValid":false,' +
  '"scheme":"UnionPay","issuer":{"name":"中国工商银行","shortName":"工商银行","nameEn":"Industrial and Commercial Bank of China","country":"CN"},' +
  '"type":"credit","expiry":{"month":7,"year":2022,"expired":true},' +
  '"confidence":{"pan":0.9,"expiry":0.8,"digits":[0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9,0.9]},' +
  '"quads":{"card":null,"pan":[{"x":10,"y":20},{"x":110,"y":20},{"x":110,"y":40},{"x":10,"y":40}],' +
  '"expiry":[{"x":10,"y":20},{"x":110,"y":20},{"x":110,"y":40},{"x":10,"y":40}]},"warnings":["luhn","expired"],"quality":93}],' +
  '"timings":{"load":3,"decode":12,"number":34,"expiry":5,"bin":0.5,"quality":1,"crop":0}';

/** The old envelope around texts, as the contract has it. */
const envelope = (...values: readonly string[]): string =>
  `{"outputs":[${values
    .map(
      (value) =>
        `{"outputLabel":"ocr_bankcard","outputMulti":{},"outputValue":{"dataType":50,"dataValue":"${value.replaceAll('"', '\\"')}"}}`,
    )
    .join(',')}]}`;
const oldText = (result: string): string =>
  `{"success":true,"request_id":"${REQUEST_ID}","card_num":"6225970070003000","bank_name":"工商银行","valid_date":"07/22","result":${result}}`;

describe('the example of the contract, byte for byte', () => {
  const example = exampleWith({});

  test.each(['new', 'form'] as const)('%s', (form) => {
    expect(textOf(form, example)).toBe(`{"result":${FOUR_FIELDS}}`);
  });

  test('old', () => {
    expect(textOf('old', example)).toBe(envelope(oldText(FOUR_FIELDS)));
  });

  test('rich', () => {
    expect(textOf('rich', example)).toBe(`{${RICH_FIELDS}}`);
  });

  test('with detail, the rich answer stands beside the four fields', () => {
    const detailed = exampleWith({}, DETAIL);
    const result = `${FOUR_FIELDS.slice(0, -1)},${RICH_FIELDS}}`;
    expect(textOf('new', detailed)).toBe(`{"result":${result}}`);
    expect(textOf('form', detailed)).toBe(`{"result":${result}}`);
    expect(textOf('old', detailed)).toBe(envelope(oldText(result)));
    expect(textOf('rich', detailed)).toBe(`{${RICH_FIELDS}}`);
  });
});

test.each([
  ['unknown', 0],
  ['debit', 1],
  ['prepaid', 1],
  ['credit', 2],
  ['semi-credit', 2],
] as const)('type %s is %i, and itself in the rich answer', (type, number) => {
  expect(fieldsOf(exampleWith({ type })).bank_card_type).toBe(number);
  expect(oldValues(exampleWith({ type }))[0].result.bank_card_type).toBe(number);
  expect(richCards(exampleWith({ type }))[0]?.type).toBe(type);
});

test('what is not known is empty text in the compatible forms, null in the rich one', () => {
  const bare: Partial<CardReading> = {
    scheme: null,
    issuer: null,
    type: 'unknown',
    expiry: null,
    confidence: { pan: 0.9, expiry: null, digits: [] },
    quads: { card: null, pan: QUAD, expiry: null },
    warnings: [],
  };
  const fields = { bank_name: '', bank_card_number: '6225 9700 7000 3000', valid_date: '', bank_card_type: 0 };
  expect(fieldsOf(exampleWith(bare))).toEqual(fields);
  expect(oldValues(exampleWith(bare))).toEqual([
    { success: true, request_id: REQUEST_ID, card_num: '6225970070003000', bank_name: '', valid_date: '', result: fields },
  ]);
  expect(richCards(exampleWith(bare))).toEqual([{ ...EXAMPLE_CARD, ...bare }]);
});

test.each([
  [{ month: 1, year: 2030, expired: false }, '01/30'],
  [{ month: 12, year: 2009, expired: true }, '12/09'],
  [{ month: 10, year: 1999, expired: true }, '10/99'],
  [{ month: 9, year: 2100, expired: false }, '09/00'],
])('expiry %j is %s', (expiry, text) => {
  expect(fieldsOf(exampleWith({ expiry })).valid_date).toBe(text);
  expect(oldValues(exampleWith({ expiry }))[0]).toMatchObject({ valid_date: text, result: { valid_date: text } });
  expect(richCards(exampleWith({ expiry }))[0]?.expiry).toEqual(expiry);
});

test.each(['6212 3456 7890 0000 003', '621234 5678900000003', '6212345678900000003', '3782 822463 10005', '123456789012'])(
  'grouped as printed: %s',
  (panGrouped) => {
    const card = { pan: panGrouped.replaceAll(' ', ''), panGrouped, maskedPan: maskPan(panGrouped) };
    expect(fieldsOf(exampleWith(card)).bank_card_number).toBe(panGrouped);
    expect(oldValues(exampleWith(card))[0]).toMatchObject({ card_num: card.pan, result: { bank_card_number: panGrouped } });
    expect(fieldsOf(exampleWith(card, { mask: true })).bank_card_number).toBe(card.maskedPan);
  },
);

describe('mask', () => {
  const masked: Partial<CardOptions> = { mask: true, detail: true };

  test('first 6 and last 4 digits, in every field that has a number', () => {
    const input = exampleWith({ bin: '62259700' }, masked);
    const shown = {
      pan: '622597******3000',
      panGrouped: '6225 97** **** 3000',
      maskedPan: '6225 97** **** 3000',
      bin: '622597',
    };
    expect(richCards(input)).toMatchObject([shown]);
    expect(fieldsOf(input)).toMatchObject({ bank_card_number: shown.maskedPan, cards: [shown] });
    expect(oldValues(input)).toMatchObject([{ card_num: shown.pan, result: { bank_card_number: shown.maskedPan, cards: [shown] } }]);
  });

  test('only of the inputs that ask for it', () => {
    expect(oldValues(exampleWith({}), exampleWith({}, { mask: true })).map(({ card_num }) => card_num)).toEqual([
      '6225970070003000',
      '622597******3000',
    ]);
  });

  test('no digit of the middle is anywhere in an answer', () => {
    const card = fc
      .record({
        pan: fc.stringMatching(/^\d{12,20}$/),
        cuts: fc.uniqueArray(fc.integer({ min: 1, max: 19 })),
        binLength: fc.integer({ min: 6, max: 12 }),
      })
      .map(({ pan, cuts, binLength }): CardReading => {
        const panGrouped = [...pan].map((digit, i) => (cuts.includes(i) ? ` ${digit}` : digit)).join('');
        return { ...EXAMPLE_CARD, pan, panGrouped, maskedPan: maskPan(panGrouped), bin: pan.slice(0, binLength) };
      });
    fc.assert(
      fc.property(fc.constantFrom(...FORMS), fc.boolean(), fc.array(card, { minLength: 1, maxLength: 3 }), (form, detail, cards) => {
        const answer = textOf(form, inputOf(pictureOf(...(cards as [CardReading])), { mask: true, detail }));
        // a number may begin like the day in the id
        const text = answer.replaceAll(REQUEST_ID, '').replaceAll(' ', '');
        for (const { pan } of cards) {
          // seven digits in a row reach into the middle, wherever they begin
          for (let start = 0; start + 7 <= pan.length; start++) expect(text).not.toContain(pan.slice(start, start + 7));
        }
      }),
    );
  });

  test('without it the number is there, whole', () => {
    for (const form of FORMS) expect(textOf(form, exampleWith({})).replaceAll(' ', '')).toContain('6225970070003000');
  });
});

test('numbers are rounded: shares to four digits, places and times to one', () => {
  const quad: Quad = [
    { x: 1.04, y: 1.05 },
    { x: -0.04, y: 99.96 },
    { x: 1 / 3, y: 2 / 3 },
    { x: 1e-9, y: 640 },
  ];
  const rounded = [
    { x: 1, y: 1.1 },
    { x: 0, y: 100 },
    { x: 0.3, y: 0.7 },
    { x: 0, y: 640 },
  ];
  const card: CardReading = {
    ...EXAMPLE_CARD,
    confidence: { pan: 0.99996, expiry: 0.123449, digits: [1 / 3, 2 / 3, 1, 0, 1e-9] },
    quads: { card: quad, pan: quad, expiry: null },
  };
  const picture: PictureReading = {
    ...pictureOf(card),
    timings: { decode: 12.34, number: 1e3 / 3, expiry: 0.04, bin: 0, quality: 0.26, crop: 0 },
  };
  const answer = JSON.parse(textOf('rich', { ...inputOf(picture), loadMs: 0.06 }));
  expect(answer.cards[0].confidence).toEqual({ pan: 1, expiry: 0.1234, digits: [0.3333, 0.6667, 1, 0, 0] });
  expect(answer.cards[0].quads).toEqual({ card: rounded, pan: rounded, expiry: null });
  expect(answer.timings).toEqual({ load: 0.1, decode: 12.3, number: 333.3, expiry: 0, bin: 0, quality: 0.3, crop: 0 });
});

describe('a number with digits that cannot be read', () => {
  const partial: CardReading = {
    ...EXAMPLE_CARD,
    pan: '622597???0003000',
    panGrouped: '6225 97?? ?000 3000',
    maskedPan: '6225 97** **** 3000',
    warnings: ['partial'],
  };

  test('the rich answer shows where', () => {
    expect(richCards(inputOf(pictureOf(partial)))).toMatchObject([{ pan: '622597???0003000', panGrouped: '6225 97?? ?000 3000' }]);
    expect(richCards(inputOf(pictureOf({ ...partial, bin: null })))).toMatchObject([{ bin: null }]);
  });

  test.each(FORMS.filter((form) => form !== 'rich'))('the compatible answer cannot: %s', async (form) => {
    for (const options of [OFF, DETAIL]) {
      expect(await errorCode(() => textOf(form, inputOf(pictureOf(partial), options)))).toBe('NUMBER_UNREADABLE');
    }
    expect(textOf(form, inputOf(pictureOf(EXAMPLE_CARD, partial), OFF))).not.toContain('?');
  });
});

describe('a number that is not certain', () => {
  const withConfidence = (pan: number, options: Partial<CardOptions> = {}): InputReading =>
    exampleWith({ confidence: { ...EXAMPLE_CARD.confidence, pan } }, options);
  const compatible = FORMS.filter((form) => form !== 'rich');
  const outcome = (form: RequestForm, ...inputs: readonly InputReading[]): unknown => {
    try {
      answerOf(form, inputs, REQUEST_ID);
      return 200;
    } catch (thrown) {
      return [(thrown as CardOcrError).code, (thrown as CardOcrError).message];
    }
  };
  const NOT_CERTAIN = ['NUMBER_NOT_CERTAIN', 'Invalid Result - number not certain'];

  test.each(compatible)('is an error below the least confidence, and only there: %s', (form) => {
    expect(outcome(form, withConfidence(DEFAULT_MIN_CONFIDENCE))).toBe(200);
    expect(outcome(form, withConfidence(DEFAULT_MIN_CONFIDENCE - 1e-9))).toEqual(NOT_CERTAIN);
    expect(outcome(form, withConfidence(0))).toEqual(NOT_CERTAIN);
    expect(outcome(form, withConfidence(0.96, { minConfidence: 0.97 }))).toEqual(NOT_CERTAIN);
    expect(outcome(form, withConfidence(0.97, { minConfidence: 0.97, detail: true }))).toBe(200);
  });

  test.each(compatible)('0 turns it off: %s', (form) => {
    expect(outcome(form, withConfidence(0, { minConfidence: 0 }))).toBe(200);
  });

  test.each(PROVIDER_FORMATS)('is an error in the format of %s, too', (format) => {
    for (const form of ['new', 'form', 'rich'] as const) {
      expect(outcome(form, withConfidence(0.1, { format }))).toEqual(NOT_CERTAIN);
      expect(outcome(form, withConfidence(0.1, { format, minConfidence: 0 }))).toBe(200);
    }
  });

  test('stands in the rich answer, whatever is asked for', () => {
    expect(richCards(withConfidence(0, { minConfidence: 1 }))).toMatchObject([{ pan: EXAMPLE_CARD.pan, confidence: { pan: 0 } }]);
  });

  test('of two inputs, when only the second is not certain', () => {
    expect(outcome('old', withConfidence(0.9), withConfidence(0.1))).toEqual(NOT_CERTAIN);
  });

  test('no compatible answer tells a number below the least confidence', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...compatible), share, share, (form, pan, minConfidence) => {
        expect(outcome(form, withConfidence(pan, { minConfidence })) === 200).toBe(pan >= minConfidence);
      }),
    );
  });
});

describe('warnings that an answer has no place for', () => {
  const other = exampleWith({ warnings: ['expired', 'glare'] });

  test('those of the cards that it tells of, each once', () => {
    expect(untoldWarnings('new', [exampleWith({})])).toEqual(['luhn', 'expired']);
    expect(untoldWarnings('old', [exampleWith({}), other])).toEqual(['luhn', 'expired', 'glare']);
    expect(untoldWarnings('form', [exampleWith({ warnings: [] })])).toEqual([]);
    const two = inputOf(pictureOf({ ...EXAMPLE_CARD, warnings: [] }, EXAMPLE_CARD));
    expect(untoldWarnings('new', [two])).toEqual([]);
    // of the most prominent, wherever it stands among them
    const last = inputOf({ ...two.reading, mostProminent: EXAMPLE_CARD } as PictureReading);
    expect(untoldWarnings('new', [last])).toEqual(['luhn', 'expired']);
  });

  test('none of the rich answer, but of that of another service', () => {
    expect(untoldWarnings('rich', [other])).toEqual([]);
    expect(untoldWarnings('rich', [exampleWith({}, { format: 'aliyun' })])).toEqual(['luhn', 'expired']);
  });
});

test('a crop is told as base64, where there is one', () => {
  expect(richCards(inputOf(pictureOf(EXAMPLE_CARD)))[0]).not.toHaveProperty('crop');
  const crops = [Buffer.from('JPEG'), null].map((crop) => richCards(inputOf(pictureOf({ ...EXAMPLE_CARD, crop })))[0]);
  expect(crops).toMatchObject([{ crop: 'SlBFRw==' }, { crop: null }]);
});

test('so is the number’s strip', () => {
  expect(richCards(inputOf(pictureOf(EXAMPLE_CARD)))[0]).not.toHaveProperty('strip');
  const strips = [Buffer.from('JPEG'), null].map((strip) => richCards(inputOf(pictureOf({ ...EXAMPLE_CARD, strip })))[0]);
  expect(strips).toMatchObject([{ strip: 'SlBFRw==' }, { strip: null }]);
});

test('from when a card is valid stands beside its expiry', () => {
  const validFrom = { month: 8, year: 2017 };
  expect(richCards(inputOf(pictureOf({ ...EXAMPLE_CARD, validFrom })))[0]).toMatchObject({ validFrom, expiry: EXAMPLE_CARD.expiry });
  expect(richCards(inputOf(pictureOf(EXAMPLE_CARD)))[0]).not.toHaveProperty('validFrom');
});

describe('several cards in a picture', () => {
  const second: CardReading = { ...OTHER_CARD, type: 'debit', issuer: null };
  const picture = inputOf(pictureOf(EXAMPLE_CARD, second), DETAIL);

  test('the rich answer tells all, in their order', () => {
    expect(richCards(picture).map(({ pan }) => pan)).toEqual(['6225970070003000', '4242424242424242']);
  });

  test('the four fields tell the most prominent, wherever it stands among them', () => {
    const last = inputOf({ ...picture.reading, mostProminent: second }, OFF);
    expect(fieldsOf(last)).toMatchObject({ bank_card_number: '4242 4242 4242 4242' });

    expect(fieldsOf(picture)).toMatchObject({ ...JSON.parse(FOUR_FIELDS), cards: [{ type: 'credit' }, { type: 'debit' }] });
    expect(oldValues(picture)).toMatchObject([{ card_num: '6225970070003000', result: JSON.parse(FOUR_FIELDS) }]);
  });
});

test('several inputs of the old form have an output each, in their order and with their own options', () => {
  const second = exampleWith({ pan: '4242424242424242', panGrouped: '4242 4242 4242 4242', issuer: null, expiry: null }, DETAIL);
  const values = oldValues(exampleWith({}), second, exampleWith({}, { mask: true }));
  expect(values.map(({ card_num, bank_name, valid_date }) => [card_num, bank_name, valid_date])).toEqual([
    ['6225970070003000', '工商银行', '07/22'],
    ['4242424242424242', '', ''],
    ['622597******3000', '工商银行', '07/22'],
  ]);
  expect(values.map(({ result }) => 'cards' in result)).toEqual([false, true, false]);
  expect(new Set(values.map(({ request_id }) => request_id))).toEqual(new Set([REQUEST_ID]));
});

describe('an answer that does not fit its schema is never sent', () => {
  const invalid = (form: RequestForm, input: InputReading, requestId = REQUEST_ID): boolean => {
    try {
      answerOf(form, [input], requestId);
      return false;
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(CardOcrError);
      expect(thrown).toMatchObject({ code: 'ANSWER_INVALID', status: 469, message: 'Invalid Service - parse result error' });
      return true;
    }
  };
  const change = (changed: object): Partial<CardReading> => changed as Partial<CardReading>;
  const issuer = (changed: object): Partial<CardReading> => ({ issuer: { ...EXAMPLE_CARD.issuer!, ...changed } });
  const LONG = '银'.repeat(10_000);

  /** What is wrong, and the forms that show it without detail. */
  const BROKEN: readonly (readonly [string, Partial<CardReading>, readonly RequestForm[]])[] = [
    ['a short bank name of 10,000 characters', issuer({ shortName: LONG }), FORMS],
    ['a short bank name of 201 characters', issuer({ shortName: '银'.repeat(201) }), FORMS],
    ['a bank name that is no text', issuer({ shortName: 1 }), FORMS],
    ['a long bank name', issuer({ name: LONG }), ['rich']],
    ['an English name that is not there', issuer({ nameEn: undefined }), ['rich']],
    ['a long country', issuer({ country: LONG }), ['rich']],
    ['one more field of the issuer', issuer({ url: 'x' }), ['rich']],
    ['a type outside the list', change({ type: 'charge' }), FORMS],
    ['no type', change({ type: undefined }), FORMS],
    ['month 13', change({ expiry: { month: 13, year: 2030, expired: false } }), FORMS],
    ['month 0', change({ expiry: { month: 0, year: 2030, expired: false } }), FORMS],
    ['month 1.5', change({ expiry: { month: 1.5, year: 2030, expired: false } }), FORMS],
    ['no month', change({ expiry: { month: Number.NaN, year: 2030, expired: false } }), FORMS],
    ['no year', change({ expiry: { month: 1, year: Number.NaN, expired: false } }), FORMS],
    ['a year before Christ', change({ expiry: { month: 1, year: -44, expired: true } }), FORMS],
    ['a year of two digits', change({ expiry: { month: 1, year: 30, expired: false } }), ['rich']],
    ['expired or not', change({ expiry: { month: 1, year: 2030, expired: null } }), ['rich']],
    ['letters in the number', change({ panGrouped: '6225 97OO 7000 3000' }), FORMS],
    ['two spaces in the number', change({ panGrouped: '6225  9700 7000 3000' }), FORMS],
    ['a line break after the number', change({ panGrouped: '6225 9700 7000 3000\n' }), FORMS],
    ['no number', change({ panGrouped: '' }), FORMS],
    ['a number of 40 digits', change({ panGrouped: '4'.repeat(40) }), FORMS],
    ['a PAN of 11 digits', change({ pan: '12345678901' }), ['old', 'rich']],
    ['a PAN of 21 digits', change({ pan: '4'.repeat(21) }), ['old', 'rich']],
    ['a PAN with a space', change({ pan: '6225 970070003000' }), ['old', 'rich']],
    ['a mask of letters', change({ maskedPan: '6225 97XX XXXX 3000' }), ['rich']],
    ['a BIN of 5 digits', change({ bin: '62259' }), ['rich']],
    ['a BIN of 13 digits', change({ bin: '6225970070003' }), ['rich']],
    ['a BIN of stars', change({ bin: '6225**' }), ['rich']],
    ['a scheme of 10,000 characters', change({ scheme: LONG }), ['rich']],
    ['no scheme', change({ scheme: undefined }), ['rich']],
    ['Luhn or not', change({ luhnValid: 'yes' }), ['rich']],
    ['no confidence', change({ confidence: { ...EXAMPLE_CARD.confidence, pan: Number.NaN } }), ['rich']],
    ['a confidence over 1', change({ confidence: { ...EXAMPLE_CARD.confidence, pan: 1.001 } }), ['rich']],
    ['a confidence under 0', change({ confidence: { ...EXAMPLE_CARD.confidence, expiry: -0.001 } }), ['rich']],
    ['a digit’s confidence', change({ confidence: { ...EXAMPLE_CARD.confidence, digits: [0.9, Number.NaN] } }), ['rich']],
    ['a quad of three', change({ quads: { ...EXAMPLE_CARD.quads, pan: QUAD.slice(1) } }), ['rich']],
    ['a corner nowhere', change({ quads: { ...EXAMPLE_CARD.quads, card: [...QUAD.slice(1), { x: Number.NaN, y: 0 }] } }), ['rich']],
    ['a corner far away', change({ quads: { ...EXAMPLE_CARD.quads, expiry: [...QUAD.slice(1), { x: 0, y: Infinity }] } }), ['rich']],
    ['a warning twice', change({ warnings: ['luhn', 'luhn'] }), ['rich']],
    ['a warning that is no text', change({ warnings: [1] }), ['rich']],
  ];

  test.each(BROKEN)('%s', (_, broken, forms) => {
    expect(FORMS.filter((form) => invalid(form, exampleWith(broken)))).toEqual(forms);
    expect(FORMS.filter((form) => invalid(form, exampleWith(broken, DETAIL)))).toEqual(FORMS);
  });

  const PICTURES: readonly (readonly [string, object])[] = [
    ['no width', { image: { width: 0, height: 400, orientation: 0 } }],
    ['half a pixel', { image: { width: 640, height: 400.5, orientation: 0 } }],
    ['turned a little', { image: { width: 640, height: 400, orientation: 45 } }],
    ['one more field', { image: { width: 640, height: 400, orientation: 0, file: 'x' } }],
    ['time that ran back', { timings: { decode: -1 } }],
    ['no time', { timings: { decode: Number.NaN } }],
  ];

  test.each(PICTURES)('of a picture with %s', (_, broken) => {
    const input = (options: Partial<CardOptions>): InputReading => inputOf({ ...pictureOf(EXAMPLE_CARD), ...broken }, options);
    expect(FORMS.filter((form) => invalid(form, input({})))).toEqual(['rich']);
    expect(FORMS.filter((form) => invalid(form, input(DETAIL)))).toEqual(FORMS);
  });

  test('of a picture without cards', () => {
    const empty: PictureReading = { ...pictureOf(EXAMPLE_CARD), cards: [] };
    expect(FORMS.filter((form) => invalid(form, inputOf(empty, DETAIL)))).toEqual(FORMS);
    expect(invalid('rich', inputOf(empty, OFF))).toBe(true);
  });

  test('with another request id', () => {
    for (const id of ['', 'x', REQUEST_ID.toUpperCase(), `${REQUEST_ID}0`, REQUEST_ID.slice(1)]) {
      expect(FORMS.filter((form) => invalid(form, exampleWith({}), id))).toEqual(['old', 'rich']);
    }
  });

  test('of nothing that was read', () => {
    for (const form of FORMS) expect(() => answerOf(form, [], REQUEST_ID)).toThrow(expect.objectContaining({ code: 'ANSWER_INVALID' }));
  });

  test('of two inputs, when only the second is broken', () => {
    const broken = exampleWith({ panGrouped: '' });
    expect(() => answerOf('old', [exampleWith({}), broken], REQUEST_ID)).toThrow(expect.objectContaining({ code: 'ANSWER_INVALID' }));
  });

  test('but names of 200 characters, of whatever script, are fine', () => {
    for (const sign of ['b', '银', '𠮷']) {
      const names = issuer({ name: sign.repeat(200), shortName: sign.repeat(200), nameEn: sign.repeat(200) });
      expect(FORMS.filter((form) => invalid(form, exampleWith(names, DETAIL)))).toEqual([]);
    }
  });
});

describe('several pictures of one card', () => {
  const answer = (options: Partial<CardOptions> = {}) =>
    answerOf('rich', [inputOf(togetherOf(EXAMPLE_CARD, null, OTHER_CARD), options)], REQUEST_ID) as CardsAnswer;

  test('the card that they show together, and what each shows by itself', () => {
    const { cards, pictures, shownIn } = answer();
    expect(cards.map(({ pan }) => pan)).toEqual([EXAMPLE_CARD.pan]);
    expect(shownIn).toBe(1);
    expect(pictures).toMatchObject([
      {
        image: null,
        cards: [],
        error: { code: 'NUMBER_UNREADABLE', message: 'Invalid Result - algorithm run failed' },
        expiry: { month: 8, year: 2031, expired: false },
      },
      { image: { width: 640, height: 400, orientation: 0 }, cards: [{ pan: OTHER_CARD.pan, quality: 93 }], error: null, expiry: null },
    ]);
  });

  test('masked, no number is whole', () => {
    const { requestId: _, ...told } = answer({ mask: true });
    expect(JSON.stringify(told)).not.toMatch(/(\d[ ]?){11,}/);
  });

  test('masked, nothing is shown of a number that one of them alone tells otherwise', () => {
    const shorter = { ...EXAMPLE_CARD, ...OTHER_CARD, pan: EXAMPLE_CARD.pan.slice(0, -2), crop: Buffer.from('a'), strip: Buffer.from('b') };
    const masked = answerOf('rich', [inputOf(togetherOf(EXAMPLE_CARD, shorter, EXAMPLE_CARD), { mask: true })], REQUEST_ID) as CardsAnswer;
    const [first, second] = masked.pictures!.map(({ cards }) => cards[0]!);
    expect(JSON.stringify([first!.pan, first!.panGrouped, first!.maskedPan, first!.bin])).not.toMatch(/\d/);
    expect([first!.crop, first!.strip]).toEqual([null, null]);
    expect(second!.pan).toBe(masked.cards[0]!.pan);
  });

  test('of one picture say nothing of such', () => {
    const alone = answerOf('rich', [inputOf(pictureOf(EXAMPLE_CARD))], REQUEST_ID);
    expect(Object.keys(alone)).toEqual(['requestId', 'image', 'cards', 'timings']);
  });

  test('in the field names of another service, the one card', () => {
    const { Response } = answerOf('rich', [inputOf(togetherOf(EXAMPLE_CARD, OTHER_CARD), { format: 'tencent' })], REQUEST_ID) as {
      Response: { CardNo: string };
    };
    expect(Response.CardNo).toBe(EXAMPLE_CARD.pan);
  });
});
