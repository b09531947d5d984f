import { EXAMPLE_REQUEST_ID } from '../../../lib/contract/answer-schemas';
import { PROVIDER_FORMATS } from '../../../lib/contract/card-request';
import { OLD_DATA_TYPE, OLD_OUTPUT_LABEL } from '../../../lib/contract/old-form';
import { networkVersions } from '../../../lib/model/manifest';
import { version } from '../../../package.json';

/** URL that stands for a picture; a test serves test/fixtures/embossed-16.jpg in its place. */
export const EXAMPLE_URL = 'https://cards.example/card.jpg';

const FOUR_FIELDS = { bank_name: 'CSC', bank_card_number: '6212 3456 7890 1232', valid_date: '08/31', bank_card_type: 1 };

export const RICH_EXAMPLE = {
  requestId: EXAMPLE_REQUEST_ID,
  image: { width: 840, height: 560, orientation: 0 },
  cards: [
    {
      pan: '6212345678901232',
      panGrouped: '6212 3456 7890 1232',
      maskedPan: '6212 34** **** 1232',
      bin: '621234',
      luhnValid: true,
      scheme: 'UnionPay',
      issuer: { name: 'CSC', shortName: 'CSC', nameEn: 'Credit Card Services Company', country: 'LB' },
      type: 'debit',
      expiry: { month: 8, year: 2031, expired: false },
      confidence: { pan: 0.9978, expiry: 0.9802, digits: Array<number>(16).fill(1) },
      quads: {
        card: [
          { x: 50.6, y: 66.6 },
          { x: 770, y: 38.2 },
          { x: 789.6, y: 496.4 },
          { x: 67.1, y: 517.5 },
        ],
        pan: [
          { x: 119.4, y: 304 },
          { x: 717.9, y: 288.3 },
          { x: 719.8, y: 338.9 },
          { x: 121.2, y: 354.1 },
        ],
        expiry: [
          { x: 397.6, y: 377.5 },
          { x: 494.1, y: 372.5 },
          { x: 495.3, y: 400.4 },
          { x: 398.8, y: 405.4 },
        ],
      },
      warnings: [],
      quality: 72,
    },
  ],
  timings: { load: 0.4, decode: 7.1, number: 21.3, expiry: 3.5, bin: 0.1, quality: 1.8, crop: 0 },
};

/** A request, and the answer to it. */
export interface Example {
  readonly summary: string;
  readonly request: string | object;
  readonly answer: object;
}

const oldInput = (value: unknown): object => ({ dataType: OLD_DATA_TYPE, dataValue: value });
const oldAnswer = (text: string): object => ({
  outputs: [{ outputLabel: OLD_OUTPUT_LABEL, outputMulti: {}, outputValue: oldInput(text) }],
});

/** Examples of `POST /bankcard`, by the type of their body. */
export const COMPAT_EXAMPLES: Readonly<Record<'json' | 'form', Readonly<Record<string, Example>>>> = {
  json: {
    new: { summary: 'A URL', request: { image: EXAMPLE_URL }, answer: { result: FOUR_FIELDS } },
    masked: {
      summary: 'Only the first 6 and last 4 digits',
      request: { image: EXAMPLE_URL, configure: { mask: true } },
      answer: { result: { ...FOUR_FIELDS, bank_card_number: '6212 34** **** 1232' } },
    },
    detail: {
      summary: 'The answer of /v1/cards beside the four fields; `configure` may be text',
      request: { image: EXAMPLE_URL, configure: '{"detail":true}' },
      answer: { result: { ...FOUR_FIELDS, ...RICH_EXAMPLE } },
    },
    old: {
      summary: 'With `inputs`',
      request: { inputs: [{ image: oldInput(EXAMPLE_URL) }] },
      answer: oldAnswer(
        JSON.stringify({
          success: true,
          request_id: EXAMPLE_REQUEST_ID,
          card_num: '6212345678901232',
          bank_name: FOUR_FIELDS.bank_name,
          valid_date: FOUR_FIELDS.valid_date,
          result: FOUR_FIELDS,
        }),
      ),
    },
    baidu: {
      summary: `In the field names of another service: ${PROVIDER_FORMATS.join(', ')}`,
      request: { image: EXAMPLE_URL, configure: { format: 'baidu' } },
      answer: {
        log_id: 0x570867728950e,
        direction: 0,
        result: { ...FOUR_FIELDS, holder_name: '' },
      },
    },
  },
  form: {
    form: { summary: 'A form', request: { image: EXAMPLE_URL }, answer: { result: FOUR_FIELDS } },
  },
};

/** Examples of `POST /v1/cards`. */
export const RICH_EXAMPLES: Readonly<Record<string, Example>> = {
  url: { summary: 'A URL', request: { image: EXAMPLE_URL }, answer: RICH_EXAMPLE },
  together: {
    summary: 'Several pictures of one card',
    request: { images: [EXAMPLE_URL, EXAMPLE_URL], configure: { sameCard: true } },
    answer: {
      ...RICH_EXAMPLE,
      pictures: [RICH_EXAMPLE, RICH_EXAMPLE].map(({ image, cards }) => ({ image, cards, error: null, expiry: null })),
      shownIn: 0,
    },
  },
};

/** Networks that are loaded when a picture first needs them. */
const LAZY = ['date-location', 'second-digit-recognition', 'word-finding'];

/** Examples of `GET /v1/health`. */
export const HEALTH_EXAMPLES: Readonly<Record<string, Pick<Example, 'summary' | 'answer'>>> = {
  loaded: {
    summary: 'No picture has needed the date locator, the second reader or the word finder yet',
    answer: {
      status: 'ok',
      version,
      models: networkVersions.map(({ name, version }) => ({ name, version, loaded: !LAZY.includes(name) })),
    },
  },
};
