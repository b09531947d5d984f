import fc from 'fast-check';
import { BYTES_TYPE, FORM_TYPE, MULTIPART_TYPE, multipart, PATHS, restEvent, type SentRequest } from './events';

const POLLUTING = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'];
const KEYS = ['image', 'configure', 'inputs', 'dataType', 'dataValue', 'DataType', 'DataValue', 'detail', 'mask', 'crop', 'strip'];
const CONTENT_TYPES = [
  ...[
    'application/json',
    FORM_TYPE,
    BYTES_TYPE,
    MULTIPART_TYPE,
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'text/plain',
    'image/jpeg',
  ],
  ...['application/json; charset=utf-16', 'APPLICATION/JSON;;;', 'multipart/form-data; boundary="a\r\nb"', '*/*', '', '\0'],
];
const DEPTHS = [10, 1000, 100_000];

/** Any character, also halves of surrogate pairs. fast-check's `unit: 'binary'` lists all 1.1 million first, which takes a second. */
const anyCharacter = fc.integer({ min: 0, max: 0x10_ff_ff }).map((code) => String.fromCodePoint(code));

/** Text with what trips parsers: lone surrogates, controls, marks, escapes. */
const awkwardText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 20 }),
  fc.constantFrom(
    '\ud800',
    '\udc00x',
    '\0',
    '\uFEFF',
    '\u202e',
    '%',
    '%zz',
    '%00',
    '\\u0000',
    '4111111111111111',
    'null',
    '[object Object]',
    '1e999',
  ),
  fc.integer({ min: 1000, max: 60_000 }).map((length) => 'k'.repeat(length)),
);

const base64Text = fc.oneof(
  fc.base64String({ maxLength: 60 }),
  fc.base64String({ maxLength: 60 }).map((text) => `${text}=`),
  fc.base64String({ maxLength: 60 }).map((text) => `data:image/jpg;base64,${text}`),
  fc.base64String({ minLength: 4, maxLength: 40 }).map((text) => `${text.slice(0, 2)}\r\n ${text.slice(2)}`),
  fc.string({ unit: fc.constantFrom('=', 'A', '/', '+', '-', '_', '\n', '!'), maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '====',
    'A===',
    '=AAA',
    'http://',
    'http://[',
    's3://',
    's3://b/k',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//x',
    'data:',
  ),
);

const anyValue = fc.oneof(
  { weight: 3, arbitrary: base64Text },
  awkwardText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, true, 0, -0, 50, 1e308, [], {}, [[]]),
);
const typed = fc.record({ dataType: fc.oneof(fc.constant(50), anyValue), dataValue: anyValue }, { requiredKeys: [] });

/** A document of about the shape of a request, as text: it may have any key, and a key twice. */
const documentText = fc.oneof(
  fc
    .record(
      {
        image: anyValue,
        configure: fc.oneof(
          anyValue,
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
      },
      { requiredKeys: [] },
    )
    .map(asJson),
  fc
    .record({
      inputs: fc.oneof(
        anyValue,
        fc.array(fc.oneof(anyValue, fc.record({ image: typed, configure: typed }, { requiredKeys: [] })), { maxLength: 20 }),
      ),
    })
    .map(asJson),
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS, ...POLLUTING), awkwardText), anyValue), { maxLength: 6 })
    .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${asJson(value)}`).join(',')}}`),
  fc
    .constantFrom(...POLLUTING)
    .map((key) => `{"${key}":{"polluted":true},"image":{"${key}":{"polluted":true}},"configure":"{\\"${key}\\":{\\"polluted\\":true}}"}`),
  fc
    .tuple(fc.constantFrom(...DEPTHS), fc.constantFrom('[', '{"image":', '{"inputs":[', '{"configure":'))
    .map(([depth, opening]) => opening.repeat(Math.min(depth, 1_000_000 / opening.length))),
  fc.constantFrom(...DEPTHS).map((depth) => `{"image":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc.constantFrom(...DEPTHS).map((depth) => `{"image":"AAAA","configure":"${'['.repeat(depth)}${']'.repeat(depth)}"}`),
  awkwardText,
);

/** Text with some of its signs changed or dropped. */
const broken = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      text,
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('', '"', '{', '}', ',', '\\', '\0', '\ud800', '\n', '=', '&')),
        { maxLength: 4 },
      ),
    )
    .map(([whole, edits]) =>
      edits.reduce((edited, [where, sign]) => {
        const at = Math.floor(where * edited.length);
        return edited.slice(0, at) + sign + edited.slice(at + 1);
      }, whole),
    );

const formText = fc
  .array(
    fc.tuple(fc.oneof(fc.constantFrom(...KEYS, ...POLLUTING, ''), awkwardText), fc.oneof(base64Text, awkwardText, fc.constant('{}'))),
    { maxLength: 5 },
  )
  .chain((fields) =>
    fc
      .boolean()
      .map((isEncoded) =>
        fields.map(([key, value]) => `${key}=${isEncoded ? encodeURIComponent(Buffer.from(value).toString()) : value}`).join('&'),
      ),
  );

const multipartBody = fc
  .dictionary(
    fc.constantFrom(...KEYS, ...POLLUTING, 'a"b', 'a\r\nb'),
    fc.record(
      { content: fc.oneof(base64Text, awkwardText), fileName: fc.constantFrom('a.jpg', '../../etc/passwd', 'a\0b', '"') },
      { requiredKeys: ['content'] },
    ),
    {
      maxKeys: 5,
    },
  )
  .map(multipart);

const body: fc.Arbitrary<string | Uint8Array | null> = fc.oneof(
  { weight: 4, arbitrary: documentText },
  { weight: 3, arbitrary: broken(documentText) },
  { weight: 2, arbitrary: fc.oneof(formText, broken(formText)) },
  multipartBody,
  fc.tuple(multipartBody, fc.nat()).map(([whole, cut]) => whole.subarray(0, cut % (whole.length + 1))),
  fc.uint8Array({ maxLength: 200 }),
  documentText.map((text) => Buffer.from(text)),
  fc.constant(null),
);

const sent: fc.Arbitrary<SentRequest> = fc.record(
  {
    path: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...Object.values(PATHS)) },
      fc.constantFrom('/', '', '/bankcard/..', '//bankcard', '/v1/', '/v1/cards/x', '/%'),
    ),
    method: fc.oneof({ weight: 8, arbitrary: fc.constant('POST') }, fc.constantFrom('GET', 'PUT', 'HEAD', 'TRACE', '')),
    contentType: fc.oneof(fc.constantFrom(...CONTENT_TYPES), fc.constant(null)),
    query: fc.oneof(fc.constant(null), fc.dictionary(fc.constantFrom('mask', 'detail', '__proto__'), awkwardText, { maxKeys: 2 })),
    body,
  },
  { requiredKeys: ['body'] },
);

/** An event with members missing, or of any type. */
const spoilt = fc
  .tuple(
    sent.map(restEvent),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'headers',
          'body',
          'resource',
          'path',
          'requestContext',
          'queryStringParameters',
          'isBase64Encoded',
          'rawPath',
          'httpMethod',
          'routeKey',
        ),
        fc.oneof(fc.constant(undefined), anyValue),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([event, members]) => ({ ...event, ...Object.fromEntries(members) }));

/** What is handed to the function: an event of an API, valid or spoilt; or anything at all, as a direct invocation. */
export const anyEvent: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: sent.map(restEvent) },
  { weight: 2, arbitrary: spoilt },
  { weight: 2, arbitrary: documentText.map(parsedOrText) },
);

/** Returns any value as JSON; what JSON cannot hold is null. */
function asJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
