import fc from 'fast-check';
import type { CardOptions, CardRequest, RequestForm } from '../../lib/contract/card-request';
import { errorAnswer } from '../../lib/contract/error-answer';
import { parseDocument, parseRequest, type Route } from '../../lib/contract/parse-request';
import { CardOcrError, type ErrorCode } from '../../lib/errors';
import { MAX_TOGETHER } from '../../lib/several-pictures';
import { anyDocument } from '../helpers/any-document';
import { anyText } from '../helpers/any-text';
import { cardOptions } from '../helpers/card-options';
import { errorCode } from '../helpers/error-code';
import { formatFixture, listFormats } from '../helpers/fixtures';
import { BOUNDARY, MULTIPART_TYPE, multipart, type Part } from '../helpers/multipart';
import { expectSettled } from '../helpers/settled-request';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const OCTETS_TYPE = 'application/octet-stream';
const CONTENT_TYPES = ['', JSON_TYPE, FORM_TYPE, 'text/plain; charset=utf-8', OCTETS_TYPE, 'image/jpeg', MULTIPART_TYPE, 'nonsense'];

const OFF = cardOptions();
const MASKED = cardOptions({ mask: true });
const DETAILED = cardOptions({ detail: true });

/** @param mask - of the query */
const asked = (route: Route, body: string | Uint8Array, contentType = JSON_TYPE, mask?: string): Promise<CardRequest> =>
  parseRequest({ route, contentType, body, query: mask === undefined ? [] : [['mask', mask]] });
const compat = asked.bind(null, 'compat');
const rich = asked.bind(null, 'rich');

/** A request of base64 texts. */
const requestOf = (form: RequestForm, ...inputs: readonly (readonly [text: string, options: CardOptions])[]): CardRequest => ({
  form,
  inputs: inputs.map(([text, options]) => ({ source: { kind: 'base64', text }, options })),
});

const AAAA = { dataType: 50, dataValue: 'AAAA' };
const oldOf = (...inputs: readonly unknown[]): string => JSON.stringify({ inputs });
const configured = (text: unknown): object => ({ dataType: 50, dataValue: text });

const picture = (content: Part['content'], rest: Partial<Part> = {}): Part => ({ name: 'image', content, ...rest });
const configure = (content: string): Part => ({ name: 'configure', content });

describe('new form', () => {
  test.each<[object, CardOptions]>([
    [{ image: 'AAAA' }, OFF],
    [{ image: 'AAAA', configure: null }, OFF],
    [{ image: 'AAAA', configure: {} }, OFF],
    [{ image: 'AAAA', configure: '{}' }, OFF],
    [{ image: 'AAAA', configure: '{"detail":true}' }, DETAILED],
    [{ image: 'AAAA', configure: { detail: true } }, DETAILED],
    [{ image: 'AAAA', configure: { mask: 'true', side: 'face' } }, MASKED],
    [{ configure: { mask: 1 }, other: [1], image: 'AAAA' }, MASKED],
    [{ image: 'AAAA', detail: true, crop: true, Inputs: [] }, OFF],
    [{ image: 'AAAA', Configure: { detail: true } }, DETAILED],
    [{ image: 'AAAA', Configure: '{"mask":true}' }, MASKED],
    [{ image: 'AAAA', configure: configured('{"mask":true}') }, MASKED],
    [{ image: 'AAAA', configure: { DataType: 50, DataValue: '{"detail":true}' } }, DETAILED],
    [{ image: 'AAAA', configure: configured(null) }, OFF],
  ])('%j', async (document, options) => {
    expect(await compat(JSON.stringify(document))).toEqual(requestOf('new', ['AAAA', options]));
    expect(await parseDocument(document)).toEqual(requestOf('new', ['AAAA', options]));
  });

  test.each<[unknown, ErrorCode]>([
    [{}, 'IMAGE_MISSING'],
    [{ Image: 'AAAA' }, 'IMAGE_MISSING'],
    [{ img: 'AAAA', configure: 1 }, 'IMAGE_MISSING'],
    [{ image: null }, 'IMAGE_FORMAT'],
    [{ image: 1 }, 'IMAGE_FORMAT'],
    [{ image: ['AAAA'] }, 'IMAGE_FORMAT'],
    [{ image: AAAA }, 'IMAGE_FORMAT'],
    [{ image: false, configure: '{' }, 'IMAGE_FORMAT'],
    [{ image: 'AAAA', configure: 1 }, 'CONFIGURE_FORMAT'],
    [{ image: 'AAAA', configure: [] }, 'CONFIGURE_FORMAT'],
    [{ image: 'AAAA', configure: true }, 'CONFIGURE_FORMAT'],
    [{ image: 'AAAA', configure: '[]' }, 'CONFIGURE_FORMAT'],
    [{ image: 'AAAA', configure: '{' }, 'CONFIGURE_UNPARSABLE'],
    [{ image: 'AAAA', configure: '' }, 'CONFIGURE_UNPARSABLE'],
    [{ image: 'AAAA', configure: configured('{') }, 'CONFIGURE_UNPARSABLE'],
    [{ image: 'AAAA', configure: configured([]) }, 'CONFIGURE_FORMAT'],
    [{ image: '', configure: '{' }, 'CONFIGURE_UNPARSABLE'],
    [{ image: 'AAAA', Configure: 1 }, 'CONFIGURE_FORMAT'],
    [{ image: 'data:,', configure: [] }, 'CONFIGURE_FORMAT'],
    [{ image: '' }, 'IMAGE_EMPTY'],
    [{ image: ' \n' }, 'IMAGE_EMPTY'],
    [{ image: 'data:image/png;base64,AAAA' }, 'BASE64_DATA_HEADER'],
    [[], 'REQUEST_SHAPE'],
    [[{ image: 'AAAA' }], 'REQUEST_SHAPE'],
    ['AAAA', 'REQUEST_SHAPE'],
    [1, 'REQUEST_SHAPE'],
    [true, 'REQUEST_SHAPE'],
    [null, 'REQUEST_SHAPE'],
  ])('%j: %s', async (document, code) => {
    const json = JSON.stringify(document);
    for (const contentType of CONTENT_TYPES)
      expect([contentType, await errorCode(() => compat(json, contentType))]).toEqual([contentType, code]);
    expect(await errorCode(() => rich(json))).toBe(code);
    expect(await errorCode(() => parseDocument(document))).toBe(code);
  });

  test('own keys only: what an object inherits is no image', async () => {
    expect(await errorCode(() => compat('{"__proto__":{"image":"AAAA"}}'))).toBe('IMAGE_MISSING');
  });

  test.each([
    ['https://example.org/a.jpg', { kind: 'url', url: 'https://example.org/a.jpg' }],
    ['s3://cards/a.jpg', { kind: 's3', bucket: 'cards', key: 'a.jpg' }],
  ])('%s', async (image, source) => {
    expect(await compat(JSON.stringify({ image }))).toEqual({ form: 'new', inputs: [{ source, options: OFF }] });
  });
});

describe('old form', () => {
  test.each<[object, readonly (readonly [string, CardOptions])[]]>([
    [{ inputs: [{ image: AAAA }] }, [['AAAA', OFF]]],
    [{ inputs: [{ image: { DataType: 50, DataValue: 'AAAA' } }] }, [['AAAA', OFF]]],
    [{ inputs: [{ image: { dataType: 50, DataValue: 'AAAA' } }] }, [['AAAA', OFF]]],
    [{ inputs: [{ image: { DataType: 50, dataValue: 'AAAA' } }] }, [['AAAA', OFF]]],
    [{ inputs: [{ image: { dataType: 50, dataValue: 'AAAA', DataValue: 'BBBB' } }] }, [['AAAA', OFF]]],
    [{ inputs: [{ image: { dataType: '50', dataValue: 'AAAA', more: 1 }, more: 1 }], more: 1, image: 1 }, [['AAAA', OFF]]],
    [{ inputs: [{ image: AAAA, configure: configured('{"detail":true}') }] }, [['AAAA', DETAILED]]],
    [{ inputs: [{ image: AAAA, configure: { DataType: 50, DataValue: '{"mask":true}' } }] }, [['AAAA', MASKED]]],
    [{ inputs: [{ image: AAAA, Configure: { DataType: 50, DataValue: '{"detail":true}' } }] }, [['AAAA', DETAILED]]],
    [
      {
        inputs: [
          { image: AAAA, mask: true },
          { image: AAAA, mask: false },
        ],
      },
      [
        ['AAAA', MASKED],
        ['AAAA', OFF],
      ],
    ],
    [
      { inputs: [{ image: AAAA, configure: configured('{"mask":1}') }, { image: { ...AAAA, dataValue: 'BBBB' } }] },
      [
        ['AAAA', MASKED],
        ['BBBB', OFF],
      ],
    ],
  ])('%j', async (document, inputs) => {
    for (const contentType of CONTENT_TYPES)
      expect(await compat(JSON.stringify(document), contentType)).toEqual(requestOf('old', ...inputs));
    expect(await parseDocument(document)).toEqual(requestOf('old', ...inputs));
  });

  test.each<[unknown, ErrorCode]>([
    [null, 'INPUTS_MISSING'],
    [[], 'INPUTS_MISSING'],
    [{}, 'INPUTS_NOT_ARRAY'],
    ['text', 'INPUTS_NOT_ARRAY'],
    [1, 'INPUTS_NOT_ARRAY'],
    [false, 'INPUTS_NOT_ARRAY'],
    [[null], 'REQUEST_SHAPE'],
    [['AAAA'], 'REQUEST_SHAPE'],
    [[[]], 'REQUEST_SHAPE'],
    [[{ image: AAAA }, 1], 'REQUEST_SHAPE'],
    [[{}], 'IMAGE_MISSING'],
    [[{ Image: AAAA }], 'IMAGE_MISSING'],
    [[{ image: AAAA }, {}], 'IMAGE_MISSING'],
    [[{ configure: 1 }], 'IMAGE_MISSING'],
    [[{ image: null }], 'IMAGE_FORMAT'],
    [[{ image: 'AAAA' }], 'IMAGE_FORMAT'],
    [[{ image: [] }], 'IMAGE_FORMAT'],
    [[{ image: {} }], 'IMAGE_FORMAT'],
    [[{ image: { dataType: 50 } }], 'IMAGE_FORMAT'],
    [[{ image: { dataValue: 'AAAA' } }], 'IMAGE_FORMAT'],
    [[{ image: { DataValue: 'AAAA' } }], 'IMAGE_FORMAT'],
    [[{ image: { datatype: 50, datavalue: 'AAAA' } }], 'IMAGE_FORMAT'],
    [[{ image: AAAA }, { image: {} }], 'IMAGE_FORMAT'],
    [[{ image: {}, configure: 1 }], 'IMAGE_FORMAT'],
    [[{ image: configured(1) }], 'DATA_VALUE_FORMAT'],
    [[{ image: configured(null) }], 'DATA_VALUE_FORMAT'],
    [[{ image: configured({}) }], 'DATA_VALUE_FORMAT'],
    [[{ image: { DataType: 50, DataValue: ['AAAA'] } }], 'DATA_VALUE_FORMAT'],
    [[{ image: configured(1), configure: 1 }], 'DATA_VALUE_FORMAT'],
    [[{ image: AAAA, configure: null }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: '{}' }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: [] }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: {} }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: { dataType: 50 } }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: { dataValue: '{}' } }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: configured({}) }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: configured('[]') }], 'CONFIGURE_FORMAT'],
    [[{ image: AAAA, configure: configured('{side') }], 'CONFIGURE_UNPARSABLE'],
    [[{ image: configured('') }], 'IMAGE_EMPTY'],
    [[{ image: configured('data:,AAAA') }], 'BASE64_DATA_HEADER'],
    // 461 of any input before 462 of any other
    [[{ image: configured('') }, {}], 'IMAGE_MISSING'],
    [[{ image: configured('') }, { image: AAAA, configure: configured('{side') }], 'CONFIGURE_UNPARSABLE'],
    [[{ image: configured('data:,'), configure: configured('{side') }], 'CONFIGURE_UNPARSABLE'],
    [[{ image: AAAA }, { image: configured('') }], 'IMAGE_EMPTY'],
  ])('inputs %j: %s', async (inputs, code) => {
    expect(await errorCode(() => compat(JSON.stringify({ inputs, image: 'AAAA' })))).toBe(code);
    expect(await errorCode(() => parseDocument({ inputs }))).toBe(code);
  });

  test('is none of the rich path', async () => {
    expect(await errorCode(() => rich(oldOf({ image: AAAA })))).toBe('IMAGE_MISSING');
    expect(await rich(JSON.stringify({ inputs: 1, image: 'AAAA' }))).toEqual(requestOf('rich', ['AAAA', OFF]));
  });
});

describe('form body', () => {
  test.each<[string, string, CardOptions]>([
    ['image=AAAA', 'AAAA', OFF],
    ['image=AA+A', 'AA+A', OFF],
    ['image=AA A', 'AA+A', OFF],
    ['image=AA%2BA', 'AA+A', OFF],
    ['image=AA%20A', 'AA A', OFF],
    ['image=AA%ZZ%2B', 'AA%ZZ%2B', OFF],
    ['image=AA%3D%3D', 'AA==', OFF],
    ['image=AA==\n', 'AA==', OFF],
    [' \r\nimage=AAAA', 'AAAA', OFF],
    ['\ufeffimage=AAAA', 'AAAA', OFF],
    ['image=AAAA&configure=%7B%22detail%22%3Atrue%7D', 'AAAA', DETAILED],
    ['image=AAAA&configure=%7B%22detail%22%3A+true%7D', 'AAAA', DETAILED],
    ['configure={"mask":true}&image=AAAA', 'AAAA', MASKED],
    ['image=AAAA&Configure={"mask":true}', 'AAAA', MASKED],
    ['image=AAAA&mask=true', 'AAAA', MASKED],
    ['image=AAAA&mask=false', 'AAAA', OFF],
    ['image=AAAA&other=%', 'AAAA', OFF],
  ])('%j', async (body, text, options) => {
    for (const contentType of [
      ...CONTENT_TYPES.filter((type) => type !== MULTIPART_TYPE),
      FORM_TYPE.toUpperCase(),
      `${FORM_TYPE}; charset=utf-8`,
    ]) {
      for (const [form, parse] of [['form', compat] as const, ['rich', rich] as const]) {
        expect(await parse(body, contentType)).toEqual(requestOf(form, [text, options]));
      }
    }
  });

  test.each<[string, string, ErrorCode]>([
    ['other=1', FORM_TYPE, 'IMAGE_MISSING'],
    ['configure={}', '', 'IMAGE_MISSING'],
    ['IMAGE=AAAA', FORM_TYPE, 'IMAGE_MISSING'],
    ['other=1&image=', FORM_TYPE.toUpperCase(), 'IMAGE_EMPTY'],
    ['image=', '', 'IMAGE_EMPTY'],
    ['image=%20%0A', '', 'IMAGE_EMPTY'],
    ['image=data%3Aimage%2Fjpg%3Bbase64%2CAAAA', '', 'BASE64_DATA_HEADER'],
    ['image=AAAA&configure=%7Bside', '', 'CONFIGURE_UNPARSABLE'],
    ['image=AAAA&configure=[]', '', 'CONFIGURE_FORMAT'],
    ['image=AAAA&configure=', '', 'CONFIGURE_UNPARSABLE'],
    ['image=&configure=%7Bside', '', 'CONFIGURE_UNPARSABLE'],
    ['other=1&image=AAAA', '', 'JSON_UNPARSABLE'],
    ['image', FORM_TYPE, 'JSON_UNPARSABLE'],
    ['', FORM_TYPE, 'JSON_UNPARSABLE'],
    ['{"image":"AA==', FORM_TYPE, 'JSON_UNPARSABLE'],
  ])('%j as %j: %s', async (body, contentType, code) => {
    expect(await errorCode(() => compat(body, contentType))).toBe(code);
  });

  test('as a standard encoder writes it', async () => {
    const body = new URLSearchParams({ image: 'AB+/', configure: '{"detail": true}' }).toString();
    expect(await compat(body, FORM_TYPE)).toEqual(requestOf('form', ['AB+/', DETAILED]));
  });
});

describe('what the body is decides', () => {
  const JSON_BODY = '{"image":"AA==","configure":{"mask":true}}';

  test.each(CONTENT_TYPES)('JSON as %j', async (contentType) => {
    const request = requestOf('new', ['AA==', MASKED]);
    expect(await compat(JSON_BODY, contentType)).toEqual(request);
    expect(await compat(Buffer.from(JSON_BODY), contentType)).toEqual(request);
    expect(await compat(new Uint8Array(Buffer.from(`..${JSON_BODY}`)).subarray(2), contentType)).toEqual(request);
    expect(await compat(`\ufeff${JSON_BODY}\r\n`, contentType)).toEqual(request);
    expect(await compat(Buffer.from(`\ufeff${JSON_BODY}`), contentType)).toEqual(request);
  });

  test.each(CONTENT_TYPES)('JSON with raw line breaks in base64 as %j', async (contentType) => {
    expect(await compat('{\n"image": "AAAA\r\nBBBB\n"\n}', contentType)).toEqual(requestOf('new', ['AAAABBBB', OFF]));
  });

  test.each(['[1\n2]', '{"image":"A', 'image', 'AAAA', '/9j/AA==', '', ' ', '\ufeff', '<xml/>', '{"image":"A\tA"}'])(
    '460 for %j',
    async (body) => {
      expect(await errorCode(() => compat(body))).toBe('JSON_UNPARSABLE');
      expect(await errorCode(() => compat(Buffer.from(body), ''))).toBe('JSON_UNPARSABLE');
    },
  );

  test('460 for a picture, which only the rich path takes', async () => {
    for (const contentType of CONTENT_TYPES.filter((type) => type !== FORM_TYPE)) {
      expect(await errorCode(() => compat(formatFixture('rgb.png'), contentType))).toBe('JSON_UNPARSABLE');
    }
  });
});

test('an old request has at most 16 inputs', async () => {
  const inputs = (count: number): string => oldOf(...Array(count).fill({ image: AAAA }));
  expect((await compat(inputs(16))).inputs).toHaveLength(16);
  expect(await errorCode(() => compat(inputs(17)))).toBe('PAYLOAD_TOO_LARGE');
});

describe('mask by query', () => {
  test.each(['true', 'True', '1', '', 'yes', 'true,true'])('%j', async (mask) => {
    const body = oldOf({ image: AAAA, configure: configured('{"detail":true}') }, { image: AAAA });
    expect(await compat(body, '', mask)).toEqual(requestOf('old', ['AAAA', cardOptions({ detail: true, mask: true })], ['AAAA', MASKED]));
    expect(await compat('{"image":"AAAA"}', '', mask)).toEqual(requestOf('new', ['AAAA', MASKED]));
    expect(await compat('image=AAAA', '', mask)).toEqual(requestOf('form', ['AAAA', MASKED]));
    expect(await rich('{"image":"AAAA"}', '', mask)).toEqual(requestOf('rich', ['AAAA', MASKED]));
    expect((await rich(formatFixture('rgb.png'), '', mask)).inputs).toMatchObject([{ options: MASKED }]);
    expect((await rich(multipart(picture('AAAA')), MULTIPART_TYPE, mask)).inputs).toMatchObject([{ options: MASKED }]);
  });

  test.each([undefined, 'false', 'False', '0', 'no', 'off'])('%j does not undo that of configure', async (mask) => {
    expect(await compat('{"image":"AAAA","configure":{"mask":true}}', '', mask)).toEqual(requestOf('new', ['AAAA', MASKED]));
    expect(await compat('{"image":"AAAA"}', '', mask)).toEqual(requestOf('new', ['AAAA', OFF]));
  });
});

describe('a mask that is asked for beside configure', () => {
  const maskPart = (content: string, name = 'mask'): Part => ({ name, content });

  test.each(['mask', 'Mask', 'MASK'])('%s', async (name) => {
    const document = { image: 'AAAA', configure: { mask: false }, [name]: true };
    expect(await compat(JSON.stringify(document))).toEqual(requestOf('new', ['AAAA', MASKED]));
    expect(await parseDocument(document)).toEqual(requestOf('new', ['AAAA', MASKED]));
    expect(await rich(JSON.stringify(document))).toEqual(requestOf('rich', ['AAAA', MASKED]));
    const images = await rich(JSON.stringify({ images: ['AAAA', 'BBBB'], [name]: 1 }));
    expect(images.inputs.map(({ options }) => options.mask)).toEqual([true, true]);
    const old = await compat(JSON.stringify({ inputs: [{ image: AAAA }, { image: AAAA }], [name]: 'yes' }));
    expect(old).toEqual(requestOf('old', ['AAAA', MASKED], ['AAAA', MASKED]));
    expect(await compat(`image=AAAA&${name}=1`)).toEqual(requestOf('form', ['AAAA', MASKED]));
    for (const parts of [
      [picture('AAAA'), maskPart('true', name)],
      [maskPart('', name), picture('AAAA')],
    ])
      expect(await rich(multipart(...parts), MULTIPART_TYPE)).toEqual(requestOf('rich', ['AAAA', MASKED]));
  });

  test.each([false, null, 0, 'false', 'off'])('%j does not undo that of configure', async (mask) => {
    expect(await parseDocument({ image: 'AAAA', mask })).toEqual(requestOf('new', ['AAAA', OFF]));
    expect(await parseDocument({ image: 'AAAA', configure: { mask: true }, mask })).toEqual(requestOf('new', ['AAAA', MASKED]));
    const parts = multipart(picture('AAAA'), configure('{"mask":true}'), maskPart(String(mask)));
    expect(await rich(parts, MULTIPART_TYPE)).toEqual(requestOf('rich', ['AAAA', MASKED]));
  });

  test('of several parts, in the part Configure', async () => {
    const { inputs } = await rich(
      multipart(picture('AAAA'), picture('BBBB'), { name: 'Configure', content: '{"MASK":1}' }),
      MULTIPART_TYPE,
    );
    expect(inputs.map(({ options }) => options.mask)).toEqual([true, true]);
  });

  const asked = '{"mask":true}';
  const mask = (...contents: string[]): Part[] => contents.map((content) => maskPart(content));
  test.each<[string, string | Buffer]>([
    ['masks among members', '{"image":"AAAA","mask":false,"Mask":true}'],
    ['values of configure', JSON.stringify({ image: 'AAAA', configure: { ...configured('{}'), DataValue: asked } })],
    ['values of configure, untyped', JSON.stringify({ image: 'AAAA', configure: { dataValue: { mask: true }, mask: false } })],
    ['values of configure as text', JSON.stringify({ image: 'AAAA', configure: JSON.stringify(configured(asked)) })],
    ['values of configure for several pictures', JSON.stringify({ images: ['AAAA'], configure: configured(asked) })],
    ['values of configure in a field', `image=AAAA&configure=${JSON.stringify(configured(asked))}`],
    ['values of configure in a part', multipart(picture('AAAA'), configure(JSON.stringify(configured(asked))))],
    ['values of an input', JSON.stringify({ inputs: [{ image: AAAA, configure: { ...configured('{}'), DataValue: asked } }] })],
    ['members beside inputs', JSON.stringify({ inputs: [{ image: AAAA, configure: configured('{}') }], configure: configured(asked) })],
    ['masks among fields', 'image=AAAA&mask=false&mask=true'],
    ['masks among parts', multipart(picture('AAAA'), ...mask('false', 'true'))],
    ['masks among parts, the other way round', multipart(...mask('true', 'false'), picture('AAAA'))],
  ])('in one of two %s', async (_, body) => {
    const isOld = typeof body === 'string' && body.includes('inputs');
    const { inputs } = isOld ? await compat(body) : await rich(body, typeof body === 'string' ? '' : MULTIPART_TYPE);
    expect(inputs.map(({ options }) => options.mask)).toEqual([true]);
  });

  const within = `{"configure":${asked}}`;
  test.each<[string, string | Buffer]>([
    ['a configure', `{"image":"AAAA","configure":${within}}`],
    ['its text', JSON.stringify({ image: 'AAAA', configure: within })],
    ['the configure of several pictures', `{"images":["AAAA"],"configure":${within}}`],
    ['a field', `image=AAAA&configure=${within}`],
    ['a part', multipart(picture('AAAA'), configure(within))],
    ['what is typed', JSON.stringify({ inputs: [{ image: AAAA, configure: configured(within) }] })],
    ['what is typed twice', JSON.stringify({ image: 'AAAA', configure: configured(configured(asked)) })],
    ['a picture', JSON.stringify({ inputs: [{ image: { ...AAAA, mask: true } }] })],
    ['a picture, in capitals', JSON.stringify({ inputs: [{ image: { DataType: 50, DataValue: 'AAAA', MASK: 1 } }] })],
    ['the configure of a picture', JSON.stringify({ inputs: [{ image: { ...AAAA, configure: configured(asked) } }] })],
    ['a picture, beside a configure', JSON.stringify({ inputs: [{ image: { ...AAAA, mask: true }, configure: configured('{}') }] })],
  ])('within %s', async (_, body) => {
    const isOld = typeof body === 'string' && body.includes('inputs');
    const { inputs } = isOld ? await compat(body) : await rich(body, typeof body === 'string' ? '' : MULTIPART_TYPE);
    expect(inputs).toMatchObject([{ options: MASKED }]);
    if (typeof body === 'string' && !body.includes('images')) expect((await compat(body)).inputs).toMatchObject([{ options: MASKED }]);
  });

  test('within one picture is for that one, and beside it all else stays as it was asked for', async () => {
    const body = oldOf({ image: { ...AAAA, mask: true }, configure: configured('{"detail":true}') }, { image: AAAA });
    expect(await compat(body)).toEqual(requestOf('old', ['AAAA', { ...DETAILED, mask: true }], ['AAAA', OFF]));
    expect(await errorCode(() => compat(oldOf({ image: { ...AAAA, 'configure[mask]': true } })))).toBe('REQUEST_SHAPE');
  });

  test.each<[string, string | Buffer]>([
    ['members', `{"image":"AAAA","configure":{},"Configure":${asked}}`],
    ['members, the other way round', `{"image":"AAAA","Configure":${asked},"configure":{}}`],
    ['members of several pictures', `{"images":["AAAA"],"configure":{},"Configure":${asked}}`],
    ['members of an input', JSON.stringify({ inputs: [{ image: AAAA, configure: configured('{}'), Configure: configured(asked) }] })],
    ['members of an input, untyped', JSON.stringify({ inputs: [{ image: AAAA, configure: configured('{}'), Configure: { mask: true } }] })],
    ['fields', `image=AAAA&configure={}&configure=${asked}`],
    ['parts', multipart(picture('AAAA'), configure('{}'), configure(asked))],
    ['fields with another certainty', 'image=AAAA&configure={}&configure={"minConfidence":0.9}'],
  ])('of two configures one would be ignored, and both are refused: %s', async (_, body) => {
    const isOld = typeof body === 'string' && body.includes('inputs');
    const parsed = () => (isOld ? compat(body) : rich(body, typeof body === 'string' ? '' : MULTIPART_TYPE));
    expect(await errorCode(parsed)).toBe('REQUEST_SHAPE');
  });

  test('of two pictures in a form one would be ignored, and both are refused', async () => {
    for (const parse of [compat, rich]) expect(await errorCode(() => parse('image=AAAA&image=BBBB', ''))).toBe('REQUEST_SHAPE');
  });

  test.each<[string, string]>([
    ['members', '{"image":"AAAA","mask":true,"mask":false}'],
    ['configures', '{"image":"AAAA","configure":{"mask":true},"configure":{}}'],
    ['members of configure', '{"image":"AAAA","configure":{"mask":true,"mask":false}}'],
    ['members of the text of configure', JSON.stringify({ image: 'AAAA', configure: '{"mask":true,"mask":false}' })],
    ['members of a field', 'image=AAAA&configure={"mask":true,"mask":false}'],
    ['certainties', '{"image":"AAAA","configure":{"minConfidence":0.99,"minConfidence":0}}'],
  ])('in one of two %s of one name is refused: nobody can tell which was meant', async (_, body) => {
    for (const parse of [compat, rich]) expect(await errorCode(() => parse(body, ''))).toBe('REQUEST_SHAPE');
  });

  test.each<[string, string]>([
    ['lists of inputs', `{"inputs":[{"image":${JSON.stringify(AAAA)},"mask":true}],"inputs":[{"image":${JSON.stringify(AAAA)}}]}`],
    [
      'values of configure',
      `{"inputs":[{"image":${JSON.stringify(AAAA)},"configure":{"dataType":50,"dataValue":"{\\"mask\\":1}","dataValue":"{}"}}]}`,
    ],
    ['pictures', `{"inputs":[{"image":${JSON.stringify({ ...AAAA, mask: true })},"image":${JSON.stringify(AAAA)}}]}`],
    ['members of its text', oldOf({ image: AAAA, configure: configured('{"mask":true,"mask":false}') })],
  ])('so it is in one of two %s in the old form', async (_, body) => {
    expect(await errorCode(() => compat(body))).toBe('REQUEST_SHAPE');
  });

  test('that a client inherits is none', async () => {
    expect(await compat('{"image":"AAAA","__proto__":{"mask":true}}')).toEqual(requestOf('new', ['AAAA', OFF]));
  });
});

describe('a mask by nearly the name', () => {
  test.each(['Configure ', ' mask', 'MASK\t'])('%j, with white space around it, is heard', async (name) => {
    const value = name.includes('onf') ? '{"mask":true}' : 'true';
    for (const body of [JSON.stringify({ image: 'AAAA', [name]: value }), `image=AAAA&${encodeURIComponent(name)}=${value}`]) {
      for (const parse of [compat, rich]) expect((await parse(body)).inputs).toMatchObject([{ options: MASKED }]);
    }
    for (const within of [{ [name]: value }, { ' dataValue ': { [name]: value } }])
      expect((await compat(JSON.stringify({ image: 'AAAA', configure: within }))).inputs).toMatchObject([{ options: MASKED }]);
    const parts = multipart(picture('AAAA'), { name, content: value });
    expect((await rich(parts, MULTIPART_TYPE)).inputs).toMatchObject([{ options: MASKED }]);
  });

  test.each([
    'configure[mask]',
    'configure.mask',
    'configure_mask',
    'configureMask',
    'Configure[Mask]',
    'mask[]',
    'amp;mask',
    'amp;configure',
    'options[mask]',
  ])('%s is refused', async (name) => {
    const json = JSON.stringify({ image: 'AAAA', [name]: true });
    for (const body of [json, JSON.stringify({ image: 'AAAA', configure: { [name]: true } }), `image=AAAA&${name}=true`])
      for (const parse of [compat, rich]) expect(await errorCode(() => parse(body))).toBe('REQUEST_SHAPE');
    const query = Object.entries({ [name]: 'true' });
    for (const route of ['compat', 'rich'] as const)
      expect(await errorCode(() => parseRequest({ route, contentType: '', query, body: '{"image":"AAAA"}' }))).toBe('REQUEST_SHAPE');
    const parts = multipart(picture('AAAA'), { name, content: 'true' });
    expect(await errorCode(() => rich(parts, MULTIPART_TYPE))).toBe('REQUEST_SHAPE');
    expect(await errorCode(() => compat(oldOf({ image: AAAA, [name]: true })))).toBe('REQUEST_SHAPE');
  });

  test('twice in one object, with white space around it, is refused', async () => {
    expect(await errorCode(() => compat('{"image":"AAAA"," mask":true," mask":false}'))).toBe('REQUEST_SHAPE');
  });

  test.each(['masked', 'unmask', 'mask_type', 'reconfigure', `${'x'.repeat(200)}[mask]`])('%s is none of it', async (name) => {
    expect(await compat(JSON.stringify({ image: 'AAAA', [name]: true }))).toEqual(requestOf('new', ['AAAA', OFF]));
  });

  test.each<[string, string]>([
    ['configure', '{"mask":true}'],
    ['Configure ', '{}'],
    ['a', '1;mask=true'],
    ['a', '1; Configure={}'],
  ])('a query of which no mask would be heard is refused: %s=%s', async (name, value) => {
    const query = Object.entries({ [name]: value });
    for (const body of ['{"image":"AAAA"}', 'image=AAAA', '{'])
      expect(await errorCode(() => parseRequest({ route: 'compat', contentType: '', query, body }))).toBe('REQUEST_SHAPE');
  });

  test('a query may say other things', async () => {
    const query = Object.entries({ a: 'mask;b', unmask: '1', mask: 'false', ' Mask': 'yes' });
    expect(await parseRequest({ route: 'compat', contentType: '', query, body: '{"image":"AAAA"}' })).toEqual(
      requestOf('new', ['AAAA', MASKED]),
    );
  });
});

describe('the rich path', () => {
  const padded = (...head: readonly (number | string)[]): Buffer =>
    Buffer.concat([
      ...head.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))),
      Buffer.alloc(100, 0x41),
    ]);
  const PICTURES: readonly (readonly [string, Uint8Array])[] = [
    ...listFormats().map((file) => [file, formatFixture(file)] as const),
    ['a start of JPEG', padded(0xff, 0xd8)],
    ['GIF 87', padded('GIF87a')],
    ['TIFF, big-endian', padded('MM', 0, '*')],
    ['HEIC', padded(0, 0, 0, 0x18, 'ftypheic')],
    ['HEIC of a line break size', padded(0, 0, 0, 10, 'ftypmif1')],
  ];

  /** One picture of these bytes; comparing them as `toEqual` does takes long. */
  const expectPicture = ({ form, inputs }: CardRequest, bytes: Uint8Array, options: CardOptions): void => {
    expect({ form, options: inputs.map((input) => input.options) }).toEqual({ form: 'rich', options: [options] });
    const source = inputs[0]?.source;
    expect(source?.kind === 'bytes' && Buffer.from(bytes).equals(source.bytes)).toBe(true);
  };

  test.each(PICTURES)('raw %s, whatever it is called', async (_, bytes) => {
    for (const contentType of CONTENT_TYPES) expectPicture(await rich(bytes, contentType), bytes, OFF);
  });

  test.each(PICTURES)('%s as a part, with and without file name', async (_, bytes) => {
    for (const rest of [{ fileName: 'a.jpg', type: 'image/jpeg' }, { type: 'text/plain' }, {}]) {
      const body = multipart(picture(bytes, rest), configure('{"detail":true}'));
      expectPicture(await rich(body, MULTIPART_TYPE), bytes, DETAILED);
    }
  });

  const BASE64 = formatFixture('rgb.jpg').toString('base64');

  test.each<[string, string, object]>([
    ['base64', BASE64, { kind: 'base64', text: BASE64 }],
    ['base64 in lines', ' AAAA\r\nBBBB\r\n', { kind: 'base64', text: 'AAAA\r\nBBBB' }],
    ['a URL', 'https://example.org/a.jpg?b=c', { kind: 'url', url: 'https://example.org/a.jpg?b=c' }],
    ['an object', 's3://cards/a.jpg', { kind: 's3', bucket: 'cards', key: 'a.jpg' }],
  ])('%s as a part', async (_, content, source) => {
    const body = multipart(configure('{"mask":true}'), picture(content));
    expect(await rich(body, MULTIPART_TYPE)).toEqual({ form: 'rich', inputs: [{ source, options: MASKED }] });
  });

  test('an empty configure as a part, as forms send a field that nobody has filled in, counts as left out', async () => {
    expect(await rich(multipart(picture('AAAA'), configure('')), MULTIPART_TYPE)).toEqual(requestOf('rich', ['AAAA', OFF]));
    expect(await errorCode(() => rich(multipart(picture('AAAA'), configure(''), configure('{}')), MULTIPART_TYPE))).toBe('REQUEST_SHAPE');
    // a mask never is
    expect((await rich(multipart(picture('AAAA'), { name: 'mask', content: '' }), MULTIPART_TYPE)).inputs).toMatchObject([
      { options: MASKED },
    ]);
  });

  test('fields of a form in which no file was chosen are no pictures, but where none was', async () => {
    const unfilled = picture('', { fileName: '' });
    const sent = await rich(multipart(unfilled, picture('AAAA'), ...Array.from({ length: MAX_TOGETHER }, () => unfilled)), MULTIPART_TYPE);
    expect(sent).toEqual(requestOf('rich', ['AAAA', OFF]));
    expectPicture(await rich(multipart(unfilled, unfilled), MULTIPART_TYPE), Buffer.alloc(0), OFF);
    // an empty file that was chosen is one
    const empty = picture('', { fileName: 'a.jpg' });
    expect(await rich(multipart(empty, picture('AAAA')), MULTIPART_TYPE)).toHaveProperty('inputs.length', 2);
  });

  test('a text file as a part is a picture that cannot be decoded, not base64', async () => {
    const text = Buffer.from('AAAA');
    expectPicture(await rich(multipart(picture(text, { fileName: 'image.txt' })), MULTIPART_TYPE), text, OFF);
  });

  test('JSON that is called multipart', async () => {
    expect(await rich('{"image":"AAAA"}', MULTIPART_TYPE)).toEqual(requestOf('rich', ['AAAA', OFF]));
  });

  test('JSON after a page of white space', async () => {
    expect(await rich(`${' '.repeat(500)}{"image":"AAAA"}`, '')).toEqual(requestOf('rich', ['AAAA', OFF]));
  });

  test.each<[string, Part[], ErrorCode]>([
    ['no part', [], 'IMAGE_MISSING'],
    ['no picture', [{ name: 'picture', content: 'AAAA' }], 'IMAGE_MISSING'],
    ['no picture, bad configure', [configure('{')], 'IMAGE_MISSING'],
    ['white space', [picture(' \r\n')], 'IMAGE_EMPTY'],
    ['a data URL', [picture('data:image/png;base64,AAAA')], 'BASE64_DATA_HEADER'],
    ['bad configure', [picture('AAAA'), configure('{')], 'CONFIGURE_UNPARSABLE'],
    ['a list for configure', [picture('AAAA'), configure('[]')], 'CONFIGURE_FORMAT'],
    ['no text, bad configure', [picture(' '), configure('{')], 'CONFIGURE_UNPARSABLE'],
    ['a picture, bad configure', [picture(formatFixture('rgb.png')), configure('{')], 'CONFIGURE_UNPARSABLE'],
  ])('multipart with %s', async (_, parts, code) => {
    expect(await errorCode(() => rich(multipart(...parts), MULTIPART_TYPE))).toBe(code);
  });

  describe('several pictures of one card', () => {
    const together = (...texts: string[]) => ({ ...requestOf('rich', ...texts.map((text) => [text, OFF] as const)), isOneCard: true });

    test.each([{ images: ['AAAA', 'BBBB'] }, { images: ['AAAA', 'BBBB'], configure: null }, { images: ['AAAA', 'BBBB'], image: 'CCCC' }])(
      '%j',
      async (document) => {
        expect(await rich(JSON.stringify(document))).toEqual(together('AAAA', 'BBBB'));
      },
    );

    test.each([true, 1, 'true'])('that are said to be of one: %j', async (sameCard) => {
      const request = await rich(JSON.stringify({ images: ['AAAA'], configure: { sameCard, mask: true } }));
      expect(request).toEqual({ ...requestOf('rich', ['AAAA', { ...MASKED, sameCard: true }]), isOneCard: true });
    });

    test('one alone may be said not to be, as a part may', async () => {
      const request = await rich('{"images":["AAAA"],"configure":{"sameCard":false}}');
      expect([request.inputs.length, request.isOneCard]).toEqual([1, undefined]);
    });

    test('as parts, files and texts', async () => {
      const file = formatFixture('rgb.jpg');
      const request = await rich(
        multipart(picture('AAAA'), picture(file, { fileName: 'a.jpg' }), configure('{"mask":true}')),
        MULTIPART_TYPE,
      );
      expect(request.isOneCard).toBe(true);
      expect(request.inputs.map(({ source, options }) => [source.kind, options.mask])).toEqual([
        ['base64', true],
        ['bytes', true],
      ]);
    });

    test('one part is of one card where it is said to be', async () => {
      const isOneCard = async (text: string) => (await rich(multipart(picture('AAAA'), configure(text)), MULTIPART_TYPE)).isOneCard;
      expect([await isOneCard('{"sameCard":true}'), await isOneCard('{}'), await isOneCard('{"sameCard":false}')]).toEqual([
        true,
        undefined,
        undefined,
      ]);
    });

    test('one picture in JSON or a form is of one card where it is said to be', async () => {
      const isOneCard = async (sameCard: unknown) => {
        const configured = JSON.stringify({ sameCard });
        const asked = await Promise.all([
          rich(JSON.stringify({ image: 'AAAA', configure: { sameCard } })),
          rich(JSON.stringify({ image: 'AAAA', configure: configured })),
          rich(`image=AAAA&configure=${encodeURIComponent(configured)}`),
        ]);
        return asked.map((request) => request.isOneCard);
      };
      expect(await isOneCard(true)).toEqual([true, true, true]);
      expect(await isOneCard(false)).toEqual([undefined, undefined, undefined]);
      expect(await rich('{"image":"AAAA","configure":{"sameCard":true}}')).toEqual(
        await rich('{"images":["AAAA"],"configure":{"sameCard":true}}'),
      );
    });

    test.each([
      '{"image":"AAAA","configure":{"sameCard":true}}',
      JSON.stringify({
        inputs: [{ image: { dataType: 50, dataValue: 'AAAA' }, configure: { dataType: 50, dataValue: '{"sameCard":true}' } }],
      }),
      'image=AAAA&configure={"sameCard":true}',
    ])('one picture of the marketplace’s forms is answered as before: %s', async (body) => {
      const { inputs, isOneCard } = await compat(body);
      expect([inputs.length, isOneCard]).toEqual([1, undefined]);
    });

    test('masked by the query are all masked', async () => {
      const { inputs, isOneCard } = await rich('{"images":["AAAA","BBBB"]}', JSON_TYPE, '');
      expect([isOneCard, ...inputs.map(({ options }) => options.mask)]).toEqual([true, true, true]);
    });

    test.each<[string, unknown, ErrorCode]>([
      ['none', [], 'IMAGE_MISSING'],
      ['no list', 'AAAA', 'IMAGE_FORMAT'],
      ['null', null, 'IMAGE_FORMAT'],
      ['nine', new Array(9).fill('AAAA'), 'PAYLOAD_TOO_LARGE'],
      ['one that is no text', ['AAAA', 1], 'IMAGE_FORMAT'],
      ['an empty one', ['AAAA', ''], 'IMAGE_EMPTY'],
    ])('%s', async (_, images, code) => {
      expect(await errorCode(() => rich(JSON.stringify({ images })))).toBe(code);
    });

    test('nine parts are too many', async () => {
      expect(await errorCode(() => rich(multipart(...new Array(9).fill(picture('AAAA'))), MULTIPART_TYPE))).toBe('PAYLOAD_TOO_LARGE');
    });

    test.each([false, 'false', 0])('that are said not to be of one are refused: %j', async (sameCard) => {
      expect(await errorCode(() => rich(JSON.stringify({ images: ['AAAA', 'BBBB'], configure: { sameCard } })))).toBe('CONFIGURE_FORMAT');
      const parts = multipart(picture('AAAA'), picture('BBBB'), configure(JSON.stringify({ sameCard })));
      expect(await errorCode(() => rich(parts, MULTIPART_TYPE))).toBe('CONFIGURE_FORMAT');
    });

    test('are no request of the marketplace’s', async () => {
      expect(await errorCode(() => compat('{"images":["AAAA"],"configure":{"sameCard":true}}'))).toBe('IMAGE_MISSING');
    });
  });

  test('an empty part is an empty picture, for whoever loads it', async () => {
    const request = await rich(multipart(picture('', { fileName: 'a.jpg' })), MULTIPART_TYPE);
    expect(request).toEqual({ form: 'rich', inputs: [{ source: { kind: 'bytes', bytes: Buffer.alloc(0) }, options: OFF }] });
  });

  test.each([
    ['cut off', multipart(picture('AAAA')).subarray(0, -6), MULTIPART_TYPE] as const,
    ['without boundary', multipart(picture('AAAA')), 'multipart/form-data'] as const,
  ])('multipart %s is 460', async (_, body, contentType) => {
    expect(await errorCode(() => rich(body, contentType))).toBe('JSON_UNPARSABLE');
  });

  test.each([
    ['octets', OCTETS_TYPE],
    ['a picture', 'image/jpeg'],
    ['nothing', ''],
  ])('what nobody knows, called %s, is left to the decoder', async (_, contentType) => {
    for (const bytes of [Buffer.alloc(0), Buffer.from([1, 2, 3]), Buffer.from('%PDF-1.7'), Buffer.from('<svg/>')]) {
      expect(await rich(bytes, contentType)).toEqual({ form: 'rich', inputs: [{ source: { kind: 'bytes', bytes }, options: OFF }] });
    }
  });

  test.each([JSON_TYPE, 'text/plain', 'application/vnd.cards+json', FORM_TYPE])(
    'what nobody knows, called %s, is no JSON',
    async (contentType) => {
      for (const body of [Buffer.alloc(0), Buffer.from([1, 2, 3]), '<svg/>']) {
        expect(await errorCode(() => rich(body, contentType))).toBe('JSON_UNPARSABLE');
      }
    },
  );

  test.each(CONTENT_TYPES.filter((type) => type !== MULTIPART_TYPE))('JSON as %j', async (contentType) => {
    for (const json of ['{"image":"AAAA"}', '\ufeff\n{"image":"AA\nAA"}']) {
      expect(await rich(json, contentType)).toEqual(requestOf('rich', ['AAAA', OFF]));
      expect(await rich(Buffer.from(json), contentType)).toEqual(requestOf('rich', ['AAAA', OFF]));
    }
    expect(await errorCode(() => rich('[]', contentType))).toBe('REQUEST_SHAPE');
    expect(await errorCode(() => rich('"AAAA"', contentType))).toBe('REQUEST_SHAPE');
    expect(await errorCode(() => rich('{', contentType))).toBe('JSON_UNPARSABLE');
  });
});

describe('hostile requests', () => {
  const route = fc.constantFrom<Route>('compat', 'rich');
  const contentType = fc.oneof(fc.constantFrom(...CONTENT_TYPES), fc.string());
  const key = fc.constantFrom('image', 'configure', 'inputs', 'dataType', 'dataValue', 'DataType', 'DataValue', '__proto__', 'toString');
  const text = fc.oneof(anyText(), fc.constantFrom('AAAA', 'http://x', 's3://', 'data:', '{}', '{"mask":', '\n'));
  const document = anyDocument(text, key);

  test('arbitrary bytes', async () => {
    await fc.assert(fc.asyncProperty(route, contentType, fc.uint8Array({ maxLength: 200 }), expectSettled), {
      numRuns: 500,
      timeout: 2000,
    });
  });

  test('arbitrary text', async () => {
    const start = fc.constantFrom('', 'image=', 'configure=', '{"image":"', '{"inputs":[{"image":', `--${BOUNDARY}\r\n`);
    await fc.assert(
      fc.asyncProperty(route, contentType, start, anyText(), (route, type, start, text) => expectSettled(route, type, start + text)),
      { numRuns: 500, timeout: 2000 },
    );
  });

  test('arbitrary JSON documents', async () => {
    await fc.assert(
      fc.asyncProperty(route, contentType, document, (route, type, document) => expectSettled(route, type, JSON.stringify(document))),
      { numRuns: 1000, timeout: 2000 },
    );
  });

  test('arbitrary documents of a direct invocation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(document, fc.anything()), async (document) => {
        try {
          await parseDocument(document);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CardOcrError);
          expect([461, 462]).toContain((thrown as CardOcrError).status);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a raw picture under a content type of text, whose bytes a gateway has taken for UTF-8', () => {
  const spoilt = formatFixture('rgb.jpg').toString('utf8');
  const parsed = (body: string | Uint8Array): Promise<unknown> =>
    parseRequest({ route: 'rich', contentType: 'application/x-www-form-urlencoded', body }).catch((thrown) => thrown);

  test('is an error that says what to do', async () => {
    const error = await parsed(spoilt);
    expect(error).toMatchObject({ code: 'IMAGE_DECODE_FAILED', hint: 'Set Content-Type: application/octet-stream' });
    expect(JSON.parse(errorAnswer(error as CardOcrError, 'id', 'rich').body)).toEqual({
      code: 'IMAGE_DECODE_FAILED',
      message: 'Invalid Input - image data error - image decode failed, please check your image binary data',
      requestId: 'id',
      hint: 'Set Content-Type: application/octet-stream',
    });
  });

  test.each(['rgb.png', 'rgb.heic', 'rgb.avif', 'rgb.webp', 'rgb.tiff', 'rgb.bmp', 'animated.gif'])('so is %s', async (file) => {
    expect(await parsed(formatFixture(file).toString('utf8'))).toMatchObject({
      code: 'IMAGE_DECODE_FAILED',
      hint: 'Set Content-Type: application/octet-stream',
    });
  });

  test('but one whose bytes are whole is read', async () => {
    const bytes = formatFixture('rgb.jpg');
    expect(await parsed(bytes)).toMatchObject({ form: 'rich', inputs: [{ source: { kind: 'bytes', bytes } }] });
  });
});
