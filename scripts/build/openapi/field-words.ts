/** What a member of an answer holds. */
export interface FieldWords {
  readonly description: string;
  readonly example?: unknown;
}

const RICH = 'Only with `configure.detail`, and then as in the answer of `/v1/cards`.';
const QUAD_EXAMPLE = [
  { x: 110.5, y: 304.2 },
  { x: 721.2, y: 287.9 },
  { x: 723.1, y: 338.2 },
  { x: 112.1, y: 354.1 },
];

const REQUEST_ID: FieldWords = {
  description: 'Names this request in the log of the service.',
  example: '20261124170000_0f8fad5bd9cb469fa16570867728950e',
};
const IMAGE: Readonly<Record<string, FieldWords>> = {
  width: { description: 'Pixels.', example: 840 },
  height: { description: 'Pixels.', example: 560 },
  orientation: { description: 'By how many degrees the most prominent card is turned clockwise, to the nearest quarter.', example: 0 },
};
const FOUR_FIELDS: Readonly<Record<string, FieldWords>> = {
  bank_name: { description: 'The short Chinese name of the issuing bank; empty when it is not known.', example: '工商银行' },
  bank_card_number: { description: 'The number, grouped as printed.', example: '6212 3456 7890 1232' },
  valid_date: { description: 'The expiry date, `MM/YY`; empty when there is none or it cannot be read.', example: '08/31' },
  bank_card_type: { description: '0: unknown, 1: debit (prepaid cards, too), 2: credit (semi-credit cards, too).', example: 1 },
};
const under = (path: string, fields: Readonly<Record<string, FieldWords>>): Record<string, FieldWords> =>
  Object.fromEntries(Object.entries(fields).map(([name, words]) => [`${path}.${name}`, words]));

/** Every member of every answer, by the name of its schema and its path. An `[]` in a path stands for the entries of an array. */
export const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  'BankCardAnswer.result': { description: 'The most prominent card of the picture.' },
  ...under('BankCardAnswer.result', FOUR_FIELDS),
  'BankCardAnswer.result.requestId': { description: RICH },
  'BankCardAnswer.result.image': { description: RICH },
  ...under('BankCardAnswer.result.image', IMAGE),
  'BankCardAnswer.result.cards': { description: RICH },
  'BankCardAnswer.result.timings': { description: RICH },

  'InputsAnswer.outputs': { description: 'One for each of `inputs`, in the same order.' },
  'InputsAnswer.outputs[].outputLabel': { description: 'Always the same.', example: 'ocr_bankcard' },
  'InputsAnswer.outputs[].outputMulti': { description: 'Always empty.', example: {} },
  'InputsAnswer.outputs[].outputValue': { description: 'Holds the reading as text.' },
  'InputsAnswer.outputs[].outputValue.dataType': { description: 'Always 50: text.', example: 50 },
  'InputsAnswer.outputs[].outputValue.dataValue': {
    description:
      'JSON as text: `{"success":true, "request_id", "card_num" (digits only), "bank_name", "valid_date", "result" (the four fields of `/bankcard`)}`.',
  },

  'CardsAnswer.requestId': REQUEST_ID,
  'CardsAnswer.image': { description: 'The picture, upright as its EXIF orientation says. All places are in its pixels.' },
  ...under('CardsAnswer.image', IMAGE),
  'CardsAnswer.cards': { description: 'Every card of the picture, left to right and top to bottom.' },
  'CardsAnswer.timings': {
    description:
      'Milliseconds by stage: `load` (getting the file), `decode`, `number` (finding the cards and reading their numbers), `expiry`, `bin` (issuer and scheme), `type`, `quality`, `crop`.',
    example: { load: 0.4, decode: 7.1, number: 21.3, expiry: 3.5, bin: 0.1, type: 0, quality: 1.8, crop: 0 },
  },

  'card.pan': {
    description: 'The card number, digits only, as seen. `?` stands for a digit that cannot be read, `*` for a masked one.',
    example: '6212345678901232',
  },
  'card.panGrouped': { description: 'The number with spaces where the print has gaps.', example: '6212 3456 7890 1232' },
  'card.maskedPan': { description: 'The number, grouped, with the first 6 and last 4 digits only.', example: '6212 34** **** 1232' },
  'card.bin': {
    description: 'The first digits, by which the issuer was found: 6 to 12; null when one of them cannot be read.',
    example: '621234',
  },
  'card.luhnValid': { description: 'Whether the number passes the Luhn check.', example: true },
  'card.scheme': { description: 'The card scheme, such as UnionPay, Visa or Mastercard; null when it is not known.', example: 'UnionPay' },
  'card.issuer': { description: 'The bank that issued the card, by its BIN; null when it is not known.' },
  'card.issuer.name': { description: 'Its name, in Chinese for Chinese banks.', example: '中国工商银行' },
  'card.issuer.shortName': { description: 'Its short name.', example: '工商银行' },
  'card.issuer.nameEn': { description: 'Its English name, or null.', example: 'Industrial and Commercial Bank of China' },
  'card.issuer.country': { description: 'ISO 3166-1 alpha-2, or null.', example: 'CN' },
  'card.type': { description: 'The kind of card, by its BIN or else by the words on it.', example: 'debit' },
  'card.expiry': { description: 'The expiry date; null when there is none or it cannot be read. Never a guess.' },
  'card.expiry.month': { description: '1 to 12.', example: 8 },
  'card.expiry.year': { description: 'Four digits.', example: 2031 },
  'card.expiry.expired': { description: 'Whether the month has passed.', example: false },
  'card.confidence': { description: 'How likely the reading is right, from 0 to 1.' },
  'card.confidence.pan': {
    description: 'Of the whole number. Calibrated: of numbers told with 0.9, nine of ten are right. 0 for a partial number.',
    example: 0.9985,
  },
  'card.confidence.expiry': { description: 'Of the expiry date; null without one.', example: 0.9839 },
  'card.confidence.digits': { description: 'Of each digit of `pan`, in its order.', example: [0.9985, 0.9985] },
  'card.quads': {
    description:
      'Where things are: four corners each, clockwise from the top left in reading direction. Corners may lie outside the picture.',
  },
  'card.quads.card': { description: 'The outline of the card; null where only a number was seen.', example: QUAD_EXAMPLE },
  'card.quads.pan': { description: 'Around the number.', example: QUAD_EXAMPLE },
  'card.quads.expiry': { description: 'Around the expiry date; null without one.', example: QUAD_EXAMPLE },
  'card.warnings': { description: 'What to know of the reading: see the table of warnings.', example: ['expired'] },
  'card.quality': {
    description:
      'How well the picture shows the card, 0 to 100: the worst of sharpness, size, light and completeness; 50 at the limit of a warning.',
    example: 78,
  },
  'card.crop': { description: 'With `configure.crop`: the card, straightened, a JPEG in base64; null where its outline is not seen.' },

  'quad[].x': { description: 'Pixels from the left edge.', example: 110.5 },
  'quad[].y': { description: 'Pixels from the top edge.', example: 304.2 },

  'BaiduAnswer.log_id': { description: 'Names this request.', example: 1536253947712782 },
  'BaiduAnswer.direction': { description: 'Quarters by which the card is turned counter-clockwise.', example: 0 },
  'BaiduAnswer.result': { description: 'The most prominent card of the picture.' },
  ...under('BaiduAnswer.result', {
    ...FOUR_FIELDS,
    bank_card_type: { description: '0: unknown, 1: debit, 2: credit, 3: semi-credit, 4: prepaid.', example: 1 },
    holder_name: { description: 'Always empty: the holder is never read.', example: '' },
  }),

  'TencentAnswer.Response': { description: 'The most prominent card of the picture.' },
  ...under('TencentAnswer.Response', {
    CardNo: { description: 'The number, digits only.', example: '6212345678901232' },
    BankInfo: { description: 'The short name of the issuing bank; empty when it is not known.', example: '工商银行' },
    ValidDate: { description: 'The expiry date, `MM/YYYY`; empty when there is none.', example: '08/2031' },
    CardType: { description: 'Debit, credit, semi-credit or prepaid, in Chinese; empty when unknown.', example: '借记卡' },
    CardName: { description: 'Always empty: the name of the product is not read.', example: '' },
    BorderCutImage: { description: 'With `configure.crop`: the card, a JPEG in base64.' },
    CardNoImage: { description: 'Always null.', example: null },
    WarningCode: { description: '-9110: expired, -9111: not wholly in the picture, -9112: glare.', example: [] },
    QualityValue: { description: 'As `quality` of `/v1/cards`.', example: 78 },
    RequestId: REQUEST_ID,
  }),

  'AliyunAnswer.RequestId': REQUEST_ID,
  'AliyunAnswer.Data': {
    description:
      'JSON as text: `{"data": {"bankName", "cardNumber", "validToDate" (YYYY/MM), "cardType" (DC, CC, SCC, PC or empty)}, "height", "width", …}`.',
  },

  'Error.code': { description: 'What went wrong, for programs: see the table of errors.', example: 'NO_CARD' },
  'Error.message': { description: 'The same as text.', example: 'Invalid Input - wrong category' },
  'Error.requestId': REQUEST_ID,
};
