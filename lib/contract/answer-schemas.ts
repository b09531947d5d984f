import { PAN_MAX_LENGTH, PAN_MIN_LENGTH } from '../card/pan';
import { WARNINGS } from '../warnings';
import { OLD_DATA_TYPE, OLD_OUTPUT_LABEL } from './old-form';

// JSON Schemas of our own answers: what does not fit is a defect of ours and answered by 469.

const text = (maxLength: number, pattern?: string): object => ({ type: 'string', maxLength, ...(pattern && { pattern }) });
const record = (properties: Readonly<Record<string, object>>, more = {}): object => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
  ...more,
});
const orNull = (schema: object): object => ({ anyOf: [{ type: 'null' }, schema] });

const NAME_LENGTH = 200;
const name = text(NAME_LENGTH);
const pan = text(PAN_MAX_LENGTH, `^[0-9*?]{${PAN_MIN_LENGTH},}$`);
const panGrouped = text(2 * PAN_MAX_LENGTH - 1, '^[0-9*?]+( [0-9*?]+)*$');
const share = { type: 'number', minimum: 0, maximum: 1 };
const count = { type: 'integer', minimum: 1 };
const point = record({ x: { type: 'number' }, y: { type: 'number' } });
const quad = { $ref: 'quad' };

const CARD = {
  pan,
  panGrouped,
  maskedPan: panGrouped,
  bin: orNull(text(12, '^[0-9]{6,12}$')),
  luhnValid: { type: 'boolean' },
  scheme: orNull(name),
  issuer: orNull(record({ name, shortName: name, nameEn: orNull(name), country: orNull(name) })),
  type: { enum: ['debit', 'credit', 'semi-credit', 'prepaid', 'unknown'] },
  expiry: orNull(
    record({
      month: { type: 'integer', minimum: 1, maximum: 12 },
      year: { type: 'integer', minimum: 1900, maximum: 2200 },
      expired: { type: 'boolean' },
    }),
  ),
  confidence: record({ pan: share, expiry: orNull(share), digits: { type: 'array', items: share } }),
  quads: record({ card: orNull(quad), pan: quad, expiry: orNull(quad) }),
  warnings: { type: 'array', items: { type: 'string', enum: Object.keys(WARNINGS) }, uniqueItems: true },
  quality: { type: 'integer', minimum: 0, maximum: 100 },
};

/** Schemas that others refer to by name, so that their code is made once. */
export const SHARED_SCHEMAS: Readonly<Record<string, object>> = {
  quad: { type: 'array', items: point, minItems: 4, maxItems: 4 },
  card: record({ ...CARD, crop: orNull({ type: 'string' }) }, { required: Object.keys(CARD) }),
};

const RICH = {
  requestId: text(47, '^[0-9]{14}_[0-9a-f]{32}$'),
  image: record({ width: count, height: count, orientation: { enum: [0, 90, 180, 270] } }),
  cards: { type: 'array', items: { $ref: 'card' }, minItems: 1 },
  timings: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } },
};

const FIELDS = {
  bank_name: name,
  bank_card_number: panGrouped,
  valid_date: text(5, '^((0[1-9]|1[0-2])/[0-9]{2})?$'),
  bank_card_type: { enum: [0, 1, 2] },
};

/** The four fields, alone or with the rich answer beside them. */
const result = record(
  { ...FIELDS, ...RICH },
  { required: Object.keys(FIELDS), dependencies: { requestId: Object.keys(RICH), cards: Object.keys(RICH) } },
);

/** `POST /v1/cards` */
export const RICH_ANSWER = record(RICH);

/** `POST /bankcard`, new form and form body */
export const NEW_ANSWER = record({ result });

/** The envelope of the old form. */
export const OLD_ANSWER = record({
  outputs: {
    type: 'array',
    minItems: 1,
    items: record({
      outputLabel: { const: OLD_OUTPUT_LABEL },
      outputMulti: record({}),
      outputValue: record({ dataType: { const: OLD_DATA_TYPE }, dataValue: { type: 'string' } }),
    }),
  },
});

/** What the text of an old answer's `dataValue` holds. */
export const OLD_VALUE = record({
  success: { const: true },
  request_id: RICH.requestId,
  card_num: pan,
  bank_name: name,
  valid_date: FIELDS.valid_date,
  result,
});

// Answers in the field names of other services: see provider-formats.ts.

export const BAIDU_ANSWER = record({
  log_id: { type: 'integer', minimum: 0 },
  direction: { enum: [0, 1, 2, 3] },
  result: record({ ...FIELDS, bank_card_type: { enum: [0, 1, 2, 3, 4] }, holder_name: { const: '' } }),
});

export const TENCENT_ANSWER = record({
  Response: record({
    CardNo: pan,
    BankInfo: name,
    ValidDate: text(7, '^((0[1-9]|1[0-2])/[0-9]{4})?$'),
    CardType: { enum: ['', '借记卡', '贷记卡', '准贷记卡', '预付卡'] },
    CardName: { const: '' },
    BorderCutImage: orNull({ type: 'string' }),
    CardNoImage: { type: 'null' },
    WarningCode: { type: 'array', items: { type: 'integer', enum: [-9110, -9111, -9112] }, uniqueItems: true },
    QualityValue: CARD.quality,
    RequestId: RICH.requestId,
  }),
});

export const ALIYUN_ANSWER = record({ RequestId: RICH.requestId, Data: { type: 'string' } });
