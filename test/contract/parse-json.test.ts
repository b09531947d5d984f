import fc from 'fast-check';
import { parseJson } from '../../lib/contract/parse-json';
import { CardOcrError } from '../../lib/errors';
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
      try {
        await parseJson(text);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CardOcrError);
        expect(thrown).toMatchObject({ code: 'JSON_UNPARSABLE' });
      }
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
])('%s', async (_, text, isRead) => {
  if (isRead) expect(await parseJson(text)).toEqual(JSON.parse(text));
  else await expect(parseJson(text)).rejects.toMatchObject({ code: 'JSON_UNPARSABLE' });
});
