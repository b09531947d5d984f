import Type, { type Static, type TObjectOptions, type TProperties, type TSchema, type TSchemaOptions } from 'typebox';
import { MAX_NAME_LENGTH } from '../bin/bin-table';
import { PAN_MAX_LENGTH, PAN_MIN_LENGTH } from '../card/pan';
import { ERROR_CATALOGUE, type ErrorCode } from '../errors';
import { MAX_TOGETHER } from '../several-pictures';
import { WARNINGS, type Warning } from '../warnings';
import { OLD_DATA_TYPE, OLD_OUTPUT_LABEL } from './old-form';

// What is answered. Validators, TypeScript types and openapi.json are made of these schemas by `npm run build:contract`: no running code imports this file.
// An answer that does not fit its schema is a defect of ours, and answered by 469.

/** What a member holds. */
type Words = TSchemaOptions;
const says = (description: string, ...examples: unknown[]): Words => ({ description, ...(examples.length > 0 && { examples }) });

const closed = <T extends TProperties>(properties: T, options: TObjectOptions = {}) =>
  Type.Object(properties, { ...options, additionalProperties: false });
const orNull = <T extends TSchema>(schema: T, words: Words) => Type.Union([Type.Null(), schema], words);

const name = (words: Words) => Type.String({ maxLength: MAX_NAME_LENGTH, ...words });
const pan = (words: Words = {}) => Type.String({ maxLength: PAN_MAX_LENGTH, pattern: `^[0-9*?]{${PAN_MIN_LENGTH},}$`, ...words });
const panGrouped = (words: Words) => Type.String({ maxLength: 2 * PAN_MAX_LENGTH - 1, pattern: '^[0-9*?]+( [0-9*?]+)*$', ...words });
const validDate = (words: Words = {}) => Type.String({ maxLength: 5, pattern: '^((0[1-9]|1[0-2])/[0-9]{2})?$', ...words });
const share = (words: Words = {}) => Type.Number({ minimum: 0, maximum: 1, ...words });
const jpeg = () => Type.String();

/** The request of all examples. */
export const EXAMPLE_REQUEST_ID = '20261124170000_0f8fad5bd9cb469fa16570867728950e';
const REQUEST_ID = says('Names this request in the log of the service.', EXAMPLE_REQUEST_ID);
const requestId = (words: Words = {}) => Type.String({ maxLength: 47, pattern: '^[0-9]{14}_[0-9a-f]{32}$', ...words });

// By `type`, ajv sees that entries of an array are plain: it compares them without further code.
export const warning = Type.Enum(Object.keys(WARNINGS) as Warning[], { type: 'string' });
export const point = closed({
  x: Type.Number(says('Pixels from the left edge.', 110.5)),
  y: Type.Number(says('Pixels from the top edge.', 304.2)),
});
type Point = Static<typeof point>;
const QUAD_EXAMPLE = [
  { x: 110.5, y: 304.2 },
  { x: 721.2, y: 287.9 },
  { x: 723.1, y: 338.2 },
  { x: 112.1, y: 354.1 },
];
const quad = Type.Unsafe<[Point, Point, Point, Point]>({ type: 'array', items: point, minItems: 4, maxItems: 4 });
const aQuad = (words: Words = {}) => Type.Unsafe<Static<typeof quad>>({ $ref: 'Quad', ...words });

const quality = (words: Words) => Type.Integer({ minimum: 0, maximum: 100, ...words });

/** @param year - of the example */
const monthAndYear = (year: number) => ({
  month: Type.Integer({ minimum: 1, maximum: 12, ...says('1 to 12.', 8) }),
  year: Type.Integer({ minimum: 1900, maximum: 2200, ...says('Four digits.', year) }),
});
const expiry = closed({
  ...monthAndYear(2031),
  expired: Type.Boolean(says('Whether the month has passed, by UTC.', false)),
});

const card = closed({
  pan: pan(
    says('The card number, digits only, as seen. `?` stands for a digit that cannot be read, `*` for a masked one.', '6212345678901232'),
  ),
  panGrouped: panGrouped(says('The number with spaces where the print has gaps.', '6212 3456 7890 1232')),
  maskedPan: panGrouped(says('The number, grouped, with the first 6 and last 4 digits only.', '6212 34** **** 1232')),
  bin: orNull(
    Type.String({ maxLength: 12, pattern: '^[0-9]{6,12}$' }),
    says('The first digits, by which the issuer was found: 6 to 12; null when one of them cannot be read.', '621234'),
  ),
  luhnValid: Type.Boolean(says('Whether the number passes the Luhn check.', true)),
  scheme: orNull(name({}), says('The card scheme, such as UnionPay, Visa or Mastercard; null when it is not known.', 'UnionPay')),
  issuer: orNull(
    closed({
      name: name(says('Its name, in Chinese for Chinese banks.', '中国工商银行')),
      shortName: name(says('Its short name.', '工商银行')),
      nameEn: orNull(name({}), says('Its English name, or null.', 'Industrial and Commercial Bank of China')),
      country: orNull(name({}), says('ISO 3166-1 alpha-2, or null.', 'CN')),
    }),
    says('The bank that issued the card, by its BIN; null when it is not known.'),
  ),
  type: Type.Enum(
    ['debit', 'credit', 'semi-credit', 'prepaid', 'unknown'],
    says(
      'The kind of card: by its BIN, or else by its scheme where that settles it, or by the word for it on the card, which goes first where the check digit fails.',
      'debit',
    ),
  ),
  expiry: orNull(expiry, says('The expiry date; null when there is none or it cannot be read. Never a guess.')),
  validFrom: Type.Optional(
    closed(
      monthAndYear(2026),
      says('The date from which the card is valid, only where it has one beside its expiry that is plain to see. Never a guess.'),
    ),
  ),
  confidence: closed(
    {
      pan: share(says('Of the whole number. Calibrated: of numbers told with 0.9, nine of ten are right. 0 for a partial number.', 0.9985)),
      expiry: orNull(share(), says('Of the expiry date; null without one.', 0.9839)),
      digits: Type.Array(share(), says('Of each digit of `pan`, in its order.', [0.9985, 0.9985])),
    },
    says('How likely the reading is right, from 0 to 1.'),
  ),
  quads: closed(
    {
      card: orNull(aQuad(), says('The outline of the card; null where only a number was seen.', QUAD_EXAMPLE)),
      pan: aQuad(says('Around the number.', QUAD_EXAMPLE)),
      expiry: orNull(aQuad(), says('Around the expiry date; null without one.', QUAD_EXAMPLE)),
    },
    says(
      'Where things are: four corners each, clockwise from the top left in reading direction (counter-clockwise in a mirrored picture). Corners may lie outside the picture.',
    ),
  ),
  warnings: Type.Array(warning, { uniqueItems: true, ...says('What to know of the reading: see the table of warnings.', ['expired']) }),
  quality: quality(
    says(
      'How well the picture shows the card, 0 to 100: the worst of sharpness, size, light and completeness; 50 at the limit of a warning.',
      78,
    ),
  ),
  crop: Type.Optional(
    orNull(jpeg(), says('With `configure.crop`: the card, straightened, a JPEG in base64; null where its outline is not seen.')),
  ),
  strip: Type.Optional(
    orNull(
      jpeg(),
      says(
        'With `configure.strip`: the line of the number, straightened, a JPEG in base64. With `mask` its middle digits are painted over; null where it cannot be told where they stand.',
      ),
    ),
  ),
});
const aCard = Type.Unsafe<Static<typeof card>>({ $ref: 'Card' });

const count = (words: Words) => Type.Integer({ minimum: 1, ...words });
const image = (words: Words) =>
  closed(
    {
      width: count(says('Pixels.', 840)),
      height: count(says('Pixels.', 560)),
      orientation: Type.Enum(
        [0, 90, 180, 270],
        says('By how many degrees the most prominent card is turned clockwise, to the nearest quarter.', 0),
      ),
    },
    words,
  );
const cards = (words: Words) => Type.Array(aCard, { minItems: 1, ...words });
const timings = (words: Words) =>
  Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: Type.Number({ minimum: 0 }), ...words });

/** What one of several pictures of a card shows by itself. */
const pictureOfCard = closed({
  image: orNull(image({}), says('The picture, as above; null where no number can be read in it.')),
  cards: Type.Array(aCard, says('Its cards, as it would be answered alone: with places in its own pixels, warnings and quality.')),
  error: orNull(
    closed({
      code: Type.Enum(Object.keys(ERROR_CATALOGUE) as ErrorCode[], says('Of the table of errors.', 'NUMBER_UNREADABLE')),
      message: Type.String(says('Its message.', 'Invalid Result - algorithm run failed')),
    }),
    says('What the picture alone would be answered by; null where a number can be read in it.'),
  ),
  expiry: orNull(expiry, says('The expiry date on a side that shows no number; null otherwise.')),
});

/** `POST /v1/cards` */
const CardsAnswer = closed({
  requestId: requestId(REQUEST_ID),
  image: image(says('The picture, upright as its EXIF orientation says. All places are in its pixels.')),
  cards: cards(says('Every card of the picture, left to right and top to bottom.')),
  pictures: Type.Optional(
    Type.Array(pictureOfCard, {
      minItems: 1,
      maxItems: MAX_TOGETHER,
      ...says(
        'With several pictures of one card: what each shows by itself, in their order. `cards` has the one card that they show together.',
      ),
    }),
  ),
  shownIn: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_TOGETHER - 1,
      ...says(
        'With `pictures`: the index of the one that shows the number best. `image` and all places of `cards` are those of that picture.',
        0,
      ),
    }),
  ),
  timings: timings(
    says(
      'Milliseconds by stage: `load` (getting the file), `decode`, `number` (finding the cards and reading their numbers), `expiry`, `bin` (issuer, scheme and type), `quality`, `crop`.',
      { load: 0.4, decode: 7.1, number: 21.3, expiry: 3.5, bin: 0.1, quality: 1.8, crop: 0 },
    ),
  ),
});

/** Fields of an answer of several pictures alone. */
const OF_SEVERAL = ['pictures', 'shownIn'];

const FOUR_FIELDS = {
  bank_name: name(says('The short name of the issuing bank, in Chinese for Chinese banks; empty when it is not known.', '工商银行')),
  bank_card_number: panGrouped(says('The number, grouped as printed.', '6212 3456 7890 1232')),
  valid_date: validDate(says('The expiry date, `MM/YY`; empty when there is none or it cannot be read.', '08/31')),
  bank_card_type: Type.Enum([0, 1, 2], says('0: unknown, 1: debit (prepaid cards, too), 2: credit (semi-credit cards, too).', 1)),
};
const WITH_DETAIL = says('Only with `configure.detail`, and then as in the answer of `/v1/cards`.');
const RICH_FIELDS = Object.keys(CardsAnswer.properties).filter((field) => !OF_SEVERAL.includes(field));
const THE_CARD = says('The most prominent card of the picture.');

/** The four fields, alone or with the rich answer beside them. */
const result = (words: Words = {}) =>
  closed(
    {
      ...FOUR_FIELDS,
      requestId: Type.Optional(requestId(WITH_DETAIL)),
      image: Type.Optional(image(WITH_DETAIL)),
      cards: Type.Optional(cards(WITH_DETAIL)),
      timings: Type.Optional(timings(WITH_DETAIL)),
    },
    { dependencies: { requestId: RICH_FIELDS, cards: RICH_FIELDS }, ...words },
  );

/** `POST /bankcard`, new form and form body */
const BankCardAnswer = closed({ result: result(THE_CARD) });

/** The envelope of the old form. */
const InputsAnswer = closed({
  outputs: Type.Array(
    closed({
      outputLabel: Type.Literal(OLD_OUTPUT_LABEL, says('Always the same.', 'ocr_bankcard')),
      outputMulti: closed({}, says('Always empty.', {})),
      outputValue: closed(
        {
          dataType: Type.Literal(OLD_DATA_TYPE, says('Always 50: text.', 50)),
          dataValue: Type.String(
            says(
              'JSON as text: `{"success":true, "request_id", "card_num" (digits only), "bank_name", "valid_date", "result" (the four fields of `/bankcard`)}`.',
            ),
          ),
        },
        says('Holds the reading as text.'),
      ),
    }),
    { minItems: 1, ...says('One for each of `inputs`, in the same order.') },
  ),
});

/** What the text of an old answer's `dataValue` holds. */
export const InputsValue = closed({
  success: Type.Literal(true),
  request_id: requestId(),
  card_num: pan(),
  bank_name: FOUR_FIELDS.bank_name,
  valid_date: validDate(),
  result: result(),
});

// Answers in the field names of other services: see provider-formats.ts.

const BaiduAnswer = closed({
  log_id: Type.Integer({ minimum: 0, format: 'int64', ...says('Names this request.', 1536253947712782) }),
  direction: Type.Enum([0, 1, 2, 3], says('Quarters by which the card is turned counter-clockwise.', 0)),
  result: closed(
    {
      ...FOUR_FIELDS,
      bank_card_type: Type.Enum([0, 1, 2, 3, 4], says('0: unknown, 1: debit, 2: credit, 3: semi-credit, 4: prepaid.', 1)),
      holder_name: Type.Literal('', says('Always empty: the holder is never read.', '')),
    },
    THE_CARD,
  ),
});

const TencentAnswer = closed({
  Response: closed(
    {
      CardNo: pan(says('The number, digits only.', '6212345678901232')),
      BankInfo: name(says('The short name of the issuing bank; empty when it is not known.', '工商银行')),
      ValidDate: Type.String({
        maxLength: 7,
        pattern: '^((0[1-9]|1[0-2])/[0-9]{4})?$',
        ...says('The expiry date, `MM/YYYY`; empty when there is none.', '08/2031'),
      }),
      CardType: Type.Enum(
        ['', '借记卡', '贷记卡', '准贷记卡', '预付卡'],
        says('Debit, credit, semi-credit or prepaid, in Chinese; empty when unknown.', '借记卡'),
      ),
      CardName: Type.Literal('', says('Always empty: the name of the product is not read.', '')),
      BorderCutImage: orNull(jpeg(), says('With `configure.crop`: the card, a JPEG in base64.')),
      CardNoImage: orNull(jpeg(), says('With `configure.strip`: the line of the number, a JPEG in base64.')),
      WarningCode: Type.Array(Type.Enum([-9110, -9111, -9112], { type: 'integer' }), {
        uniqueItems: true,
        ...says('-9110: expired, -9111: not wholly in the picture, -9112: glare.', []),
      }),
      QualityValue: quality(says('As `quality` of `/v1/cards`.', 78)),
      RequestId: requestId(REQUEST_ID),
    },
    THE_CARD,
  ),
});

const AliyunAnswer = closed({
  RequestId: requestId(REQUEST_ID),
  Data: Type.String(
    says(
      'JSON as text: `{"data": {"bankName", "cardNumber", "validToDate" (YYYY/MM), "cardType" (DC, CC, SCC, PC or empty)}, "height", "width", …}`.',
    ),
  ),
});

/** `GET /v1/health` */
const HealthAnswer = closed({
  status: Type.Literal('ok', says('Always the same: whoever answers serves.', 'ok')),
  version: name(says('Of the service.', '0.1.0')),
  models: Type.Array(
    closed({
      name: name(says('Of the network.', 'digit-recognition')),
      version: Type.String({
        pattern: '^[0-9a-f]{11}$',
        ...says('Eleven hexadecimal digits, others whenever its file is.', '2fcd2d8c792'),
      }),
      loaded: Type.Boolean(
        says(
          'Whether this process has loaded it: the second reader, the date locator and the word finder are when a picture first needs them.',
          true,
        ),
      ),
    }),
    says('The networks that read cards.'),
  ),
});

/** By their names in openapi.json. Others refer by name to the last two, so that their code is made once. */
export const ANSWERS = {
  BankCardAnswer,
  InputsAnswer,
  CardsAnswer,
  BaiduAnswer,
  TencentAnswer,
  AliyunAnswer,
  HealthAnswer,
  Quad: quad,
  Card: card,
};

/** Errors of `/v1/` */
export const ERROR_ANSWER = Type.Object({
  code: Type.Enum(Object.keys(ERROR_CATALOGUE) as ErrorCode[], says('What went wrong, for programs: see the table of errors.', 'NO_CARD')),
  message: Type.String(says('The same as text.', 'Invalid Input - wrong category')),
  requestId: Type.String(REQUEST_ID),
  hint: Type.Optional(Type.String(says('What is probably wrong with the request, where that can be told.'))),
});
