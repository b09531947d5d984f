import fc from 'fast-check';
import { parseJson } from '../../lib/contract/parse-json';
import type { CardOcrError } from '../../lib/errors';
import { anyDocument } from '../helpers/any-document';
import { anyText } from '../helpers/any-text';
import { errorCode } from '../helpers/error-code';

test.each<[string, unknown]>([
  ['{"a": 1}', { a: 1 }],
  ['\r\n {"a"\r\n:\n1}\n', { a: 1 }],
  ['\ufeff{"a": 1}', { a: 1 }],
  ['\ufeff "text"', 'text'],
  ['null', null],
  ['[1\n,\r2]', [1, 2]],
])('JSON: %j', async (text, document) => {
  expect(await parseJson(text)).toEqual(document);
});

test.each<[string, unknown]>([
  ['{"image": "AAAA\r\nBBBB\nCCCC\rDDDD"}', { image: 'AAAABBBBCCCCDDDD' }],
  ['{"image": "\n\n"}', { image: '' }],
  ['"\n"', ''],
  ['{"a\nb": 1}', { ab: 1 }],
  ['\ufeff{"a": "b\nc"}', { a: 'bc' }],
  // an escaped quote does not end the string, an escaped backslash before a quote does
  ['{"a": "\\"\n\\"", "b": 2}', { a: '""', b: 2 }],
  ['{"a": "\\\\", "b": "\n"}', { a: '\\', b: '' }],
  ['{"a": "\\\\\\"\nx"}', { a: '\\"x' }],
  ['{"a": "\\\\\\\\", "b": "x\ny"}', { a: '\\\\', b: 'xy' }],
  // an escape sequence is no raw break
  ['{"a": "x\\ny\nz"}', { a: 'x\nyz' }],
  // breaks outside strings stay, where they part what must not grow together
  ['{"a": "x\ny",\n"b":\n1\n}', { a: 'xy', b: 1 }],
])('raw line breaks in strings: %j', async (text, document) => {
  expect(await parseJson(text)).toEqual(document);
});

test.each([
  '',
  ' ',
  '\ufeff',
  'abc',
  '{',
  '{"a": 1',
  "{'a': 1}",
  '{a: 1}',
  '{"a": 1,}',
  '[1\n2]',
  '[1\r\n2]',
  'tr\nue',
  '{"a": 1\n2}',
  '{"a": "b" "c\nd"}',
  '{"a": "b\nc',
  '{"a": "b\\\nc"}',
  '{"a": "b\tc"}',
  '{"a": "b\u0000c"}',
  '{"a": "\\u12\n34"x}',
  'NaN',
  '\ufeff\ufeff{}',
  '{"a": 1}{"b": 2}',
])('not JSON: %j', async (text) => {
  expect(await errorCode(() => parseJson(text))).toBe('JSON_UNPARSABLE');
});

test('the error says nothing of the text', async () => {
  expect.assertions(1);
  try {
    await parseJson('{"pan": 4242424242424242');
  } catch (thrown) {
    expect(String(thrown as CardOcrError)).toBe('CardOcrError: Invalid Input - failed to parse json');
  }
});

/** The text with raw line breaks put in after every `every` characters of its strings, escapes left whole. */
const wrapped = (json: string, every: number): string =>
  json.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inside: string) => {
    const signs = inside.match(/\\u[\da-f]{4}|\\.|[^\\]/giu) ?? [];
    return `"${signs.map((sign, i) => (i % every === every - 1 ? `${sign}\r\n` : sign)).join('')}"`;
  });

test('any JSON whose strings were broken into lines is what it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ stringUnit: 'binary' }), fc.integer({ min: 1, max: 8 }), async (json, every) => {
      expect(await parseJson(wrapped(json, every))).toEqual(JSON.parse(json));
    }),
  );
});

test('any text is parsed or refused', async () => {
  const text = fc.oneof(anyText(), fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\r', '[', ']', '1', ',', 'a') }));
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      expect([null, 'JSON_UNPARSABLE']).toContain(await errorCode(() => parseJson(text)));
    }),
    { numRuns: 1000 },
  );
});

test.each<[string, string, boolean]>([
  ['members', JSON.stringify(Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`k${i}`, 1]))), true],
  ['too many members', JSON.stringify(Array.from({ length: 10_000 }, () => ({}))), false],
  ['depth', `${'['.repeat(64)}${']'.repeat(64)}`, true],
  ['too much depth', `${'['.repeat(65)}${']'.repeat(65)}`, false],
  ['marks in a string', JSON.stringify('{["\\'.repeat(100_000)), true],
])('so much of it is parsed, and no more: %s', async (_, text, isRead) => {
  if (isRead) expect(await parseJson(text)).toEqual(JSON.parse(text));
  else await expect(parseJson(text)).rejects.toMatchObject({ code: 'JSON_UNPARSABLE' });
});

/** Where a mask may stand, in the spellings that are understood. */
const HEARD = ['mask', 'Mask', 'configure', 'CONFIGURE', 'inputs', 'dataValue', 'DataValue'];

describe('a name that may ask for a mask', () => {
  test.each(HEARD)('and stands twice in one object is refused, for of the two values one would go unheard: %s', async (name) => {
    for (const text of [
      `{"${name}":1,"${name}":2}`,
      `{"image":"AAAA", "${name}" : {"a":[{}]}, "b":[1,{"c":2}], "${name}"\n:"x"}`,
      `[{"a":[{"b":{"${name}":"","${name}":""}}]}]`,
      `{"inputs2":[{"${name}":{"${name}":1}},{"${name}":{},"c":[[]],"${name}":{}}]}`,
    ])
      await expect(parseJson(text)).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
  });

  test('and so is an image that is an object', async () => {
    for (const text of ['{"image":{},"image":{}}', '[{"image"\n: {"mask":1},"b":1,"im\\u0061ge":{}}]'])
      await expect(parseJson(text)).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
  });

  test.each([
    ['escaped', '{"mask":true,"m\\u0061sk":false}'],
    ['escaped in capitals', '{"mask":true,"\\u006D\\u0061\\u0073\\u006B":false}'],
    ['with an escaped tab', '{"mask\\t":true,"mask\\t":false}'],
    ['with much white space', `{"${' '.repeat(70)}mask":true,"${' '.repeat(70)}mask":false}`],
    ['with more white space than is compared', `{"mask${' '.repeat(5000)}":true,"mask${' '.repeat(5000)}":false}`],
    ['of which one is broken into lines', '{"mask":true,"ma\r\nsk":false}'],
    ['of which both are broken into lines', `{"ma${'\n'.repeat(5000)}sk":true,"mas\nk":false}`],
  ])('twice, %s', async (_, text) => {
    await expect(parseJson(text)).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
  });

  test.each([
    '{"mask":1,"Mask":2,"MASK":3}',
    '[{"mask":1},{"mask":2}]',
    '{"mask":{"mask":[{"mask":{}}]},"b":{"mask":1}}',
    '{"a":{"mask":1},"mask":2,"b":{"mask":3}}',
    '{"a":["mask","mask"],"b":"mask","c":"mask","mask":"mask"}',
    '{"mask":"\\"mask\\":1,\\"mask\\":2}"}',
    '{"mask ":1,"mask":2,"\\\\u006dask":3,"masks":4}',
    '{"image":1,"image":2,"other":3,"other":4}',
    '{"image":"{","image":{}}',
    '[{"image":{"image":{}}},{"image":{}}]',
  ])('once in each object is none of that: %s', async (text) => {
    expect(await parseJson(text)).toEqual(JSON.parse(text));
  });

  test('what is no JSON is told so first', async () => {
    for (const text of ['{"mask":1,"mask":2', '}{"mask":1,"mask":2}', '{"mask":1,"mask"}'])
      await expect(parseJson(text)).rejects.toMatchObject({ code: 'JSON_UNPARSABLE' });
  });
});

const name = fc.oneof(fc.constantFrom(...HEARD), fc.string());
/** Strings as a picture's text may be, too: whatever stands in them is no name. */
const text = fc.oneof(name, fc.constantFrom('{"mask":1,"mask":2}', '"mask":', '","mask":1,"mask":"'), anyText());
const document = anyDocument(text, name);

test('no document in which each name stands once is refused, whatever its strings say', async () => {
  await fc.assert(
    fc.asyncProperty(document, fc.constantFrom(undefined, 2, '\r\n'), fc.integer({ min: 1, max: 8 }), async (document, space, every) => {
      const json = JSON.stringify(document, null, space);
      expect(await parseJson(json)).toEqual(JSON.parse(json));
      expect(await parseJson(wrapped(json, every))).toEqual(JSON.parse(json));
    }),
    { numRuns: 500 },
  );
});

test('a document in which a name stands once more is refused, wherever it stands', async () => {
  const twice = fc
    .tuple(fc.constantFrom(...HEARD), document, document, fc.dictionary(name, document, { maxKeys: 3 }))
    .map(([name, first, second, between]) => {
      const members = Object.entries(between).filter(([other]) => other !== name);
      const all = [[name, first], ...members, [name, second]];
      return `{${all.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
    });
  await fc.assert(
    fc.asyncProperty(
      twice,
      fc.constantFrom(['', ''], ['[', ']'], ['{"a":', '}'], ['[{"mask":1},', ',{}]']),
      async (object, [before, after]) => {
        await expect(parseJson(`${before}${object}${after}`)).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
      },
    ),
  );
});
