import fc from 'fast-check';
import { isWanted, optionsFrom, optionsIn, optionsOf } from '../../lib/contract/configure';
import { CardOcrError } from '../../lib/errors';
import { cardOptions } from '../helpers/card-options';
import { errorCode } from '../helpers/error-code';

const OFF = cardOptions();

test.each<[unknown, object]>([
  [undefined, OFF],
  [null, OFF],
  ['{}', OFF],
  ['null', OFF],
  [{}, OFF],
  ['{"detail":true}', cardOptions({ detail: true })],
  [{ detail: true }, cardOptions({ detail: true })],
  ['{"crop":true}', cardOptions({ crop: true })],
  [{ crop: 'yes', strip: 'yes' }, OFF],
  ['{"strip":true}', cardOptions({ strip: true })],
  ['{"mask":true}', cardOptions({ mask: true })],
  [{ detail: 'true', mask: 1, crop: 'true' }, cardOptions({ detail: true, mask: true, crop: true })],
  ['{"side":"face","detail":"1","other":{"mask":true}}', cardOptions({ detail: true })],
  ['{"__proto__":{"mask":true}}', OFF],
  ['{"Mask":"true","mask":false}', cardOptions({ mask: true })],
  ['{"detail":false,"mask":null}', OFF],
  [' \n{"mask": true}\n', cardOptions({ mask: true })],
])('the options of %j', async (configure, options) => {
  expect(await optionsFrom(configure)).toEqual(options);
});

test.each<[unknown, number | undefined]>([
  [0, 0],
  [1, 1],
  [0.97, 0.97],
  ['0.97', 0.97],
  ['.5', 0.5],
  ['1e-1', 0.1],
  [1e-7, 1e-7],
  [null, undefined],
  [undefined, undefined],
])('minConfidence %j', (minConfidence, expected) => {
  expect(optionsOf({ minConfidence }).minConfidence).toBe(expected);
  expect('minConfidence' in optionsOf({ minConfidence })).toBe(expected !== undefined);
});

test.each([
  -0.1,
  1.01,
  '-0',
  '50 %',
  '97',
  '',
  'high',
  '0x1',
  true,
  [0.5],
  {},
  Number.NaN,
  Number.POSITIVE_INFINITY,
  `0.5${'0'.repeat(100)}`,
])('minConfidence %j is none', async (minConfidence) => {
  expect(await errorCode(() => optionsOf({ minConfidence }))).toBe('CONFIGURE_FORMAT');
});

test.each(['[]', '1', 'true', '"{}"', '"text"'])('JSON, but no object: %s', async (text) => {
  expect(await errorCode(() => optionsFrom(text))).toBe('CONFIGURE_FORMAT');
});

test.each([8200, 3_000_000])('text of %d characters asks for what stands in it', async (length) => {
  expect(await optionsFrom(JSON.stringify({ note: 'x"'.repeat(length / 2), detail: true }))).toEqual({ ...OFF, detail: true });
});

test.each([
  ['members', `{"a":[${'{},'.repeat(1e6)}{}]}`],
  ['depth', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
])('text of more %s than any request', async (_, text) => {
  expect(await errorCode(() => optionsFrom(text))).toBe('CONFIGURE_UNPARSABLE');
});

test('text in which a mask stands twice is refused, and so it is as a value of what stands around it', async () => {
  const text = '{"mask":true,"mask":false}';
  expect(await errorCode(() => optionsFrom(text))).toBe('REQUEST_SHAPE');
  expect(await errorCode(() => optionsIn([['configure', { dataValue: text }]]))).toBe('REQUEST_SHAPE');
});

test.each([
  [{ DataValue: '{"minConfidence":0}', dataValue: '{"minConfidence":0.99}' }, 0.99],
  [{ dataValue: '{"minConfidence":0.99}', DataValue: '{"minConfidence":0}' }, 0.99],
  [{ DataValue: '{"minConfidence":0.2}', dataValue: '{}' }, undefined],
])('of what is typed twice, that counts which asks for more certainty: %j', async (configure, minConfidence) => {
  expect((await optionsFrom(configure)).minConfidence).toBe(minConfidence);
});

test.each([
  ['first', { dataValue: '{"detail":true,"mask":true}', detail: false }],
  ['first, in capitals', { DATAVALUE: { detail: true, mask: true } }],
  ['and so does a mask beside it', { mask: true, dataValue: '{"detail":true}' }],
])('what is typed counts %s', async (_, configure) => {
  for (const value of [configure, JSON.stringify(configure)])
    expect(await optionsIn([['configure', value]])).toEqual({ ...OFF, detail: true, mask: true });
});

describe('a configure within a configure', () => {
  test.each<[string, unknown]>([
    ['as it is', { configure: { mask: true } }],
    ['in capitals', { CONFIGURE: { MASK: 1 } }],
    ['as text', { configure: '{"mask":true}' }],
    ['and a further one', { configure: { configure: { configure: { mask: true } } } }],
    ['typed', { configure: { dataType: 50, dataValue: '{"mask":true}' } }],
    ['in what is typed', { dataType: 50, dataValue: '{"configure":{"mask":true}}' }],
    ['typed twice', { dataType: 50, dataValue: { dataType: 50, dataValue: '{"mask":true}' } }],
  ])('has its mask heard: %s', async (_, configure) => {
    for (const value of [configure, JSON.stringify(configure)]) {
      expect(await optionsFrom(value)).toEqual({ ...OFF, mask: true });
      expect(await optionsIn([['configure', value]])).toEqual({ ...OFF, mask: true });
    }
  });

  test('says nothing else, and need not be there', async () => {
    for (const configure of [{ detail: true, crop: true }, {}, '{}', null])
      expect(await optionsFrom({ strip: true, configure })).toEqual({ ...OFF, strip: true });
  });

  test.each([
    ['{mask:true}', 'CONFIGURE_UNPARSABLE'],
    ['{"mask":true,"mask":false}', 'REQUEST_SHAPE'],
    [{ 'configure[mask]': true }, 'REQUEST_SHAPE'],
    [[{ mask: true }], 'CONFIGURE_FORMAT'],
  ])('is refused where its mask would go unheard: %j', async (configure, code) => {
    expect(await errorCode(() => optionsFrom({ configure }))).toBe(code);
  });
});

test.each([[[]], [1], [true], [0], [false]])('neither text nor object: %j', async (configure) => {
  expect(await errorCode(() => optionsFrom(configure))).toBe('CONFIGURE_FORMAT');
});

describe('text that is not JSON', () => {
  test.each([
    ['{side', '{side'],
    ['', ''],
    ['side=face', 'side=face'],
    ["{'mask': true}", "{'mask': true}"],
    [`{${'x'.repeat(100)}`, `{${'x'.repeat(63)}`],
    ['{"n":4242424242424242', `{"n":${'*'.repeat(16)}`],
    ['card 4242 4242 4242 4242!', 'card **** **** **** ****!'],
    ['4242-4242-4242-4242}', '****-****-****-****}'],
    [`${'x'.repeat(62)}4242424242424242`, `${'x'.repeat(62)}**`],
    ['x4'.repeat(3_500_000), 'x*'.repeat(32)],
    ['{侧面', '{侧面'],
  ])('%j is repeated as %j', async (text, excerpt) => {
    const message = `Invalid Input - json format error - failed to parse config str: ${excerpt}`;
    await expect(optionsFrom(text)).rejects.toMatchObject({ code: 'CONFIGURE_UNPARSABLE', status: 461, message });
  });

  test('never more than 64 characters of it, never a card number', async () => {
    const digits = fc.stringMatching(/^\d{12,19}$/);
    const grouped = fc
      .tuple(digits, fc.constantFrom('', ' ', '-'))
      .map(([pan, separator]) => pan.replace(/\d{4}(?=\d)/g, `$&${separator}`));
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 70 }), grouped, fc.string({ maxLength: 70 }), async (before, pan, after) => {
        const text = `{${before}${pan}${after}`;
        try {
          await optionsFrom(text);
        } catch (thrown) {
          const { code, message } = thrown as CardOcrError;
          expect(code).toBe('CONFIGURE_UNPARSABLE');
          const excerpt = message.slice('Invalid Input - json format error - failed to parse config str: '.length);
          expect([...excerpt].length).toBeLessThanOrEqual(64);
          expect(message).not.toMatch(/\d([ -]?\d){11}/);
        }
      }),
    );
  });
});

test.each([true, 1, 2, 'true', 'True', '1', '', 'yes', ' true', [], {}])('a mask is wanted, for in doubt it is: %j', (mask) => {
  expect(isWanted(mask)).toBe(true);
  expect(optionsOf({ mask })).toEqual(cardOptions({ mask: true }));
});

test.each([false, 0, Number.NaN, null, undefined, 'false', 'False', '0', 'no', 'off'])('no mask is wanted: %j', (mask) => {
  expect(isWanted(mask)).toBe(false);
  expect(optionsOf({ mask })).toEqual(OFF);
});

test.each([true, 1, 'true', 'True', '1'])('details are: %j', (detail) => {
  expect(optionsOf({ detail })).toEqual(cardOptions({ detail: true }));
});

test.each([false, 0, 2, null, '', 'none', 'yes', 'truely', ' true', [], [true], {}])(
  'details are not, for in doubt they are not: %j',
  (detail) => {
    expect(optionsOf({ detail })).toEqual(OFF);
  },
);

test('any value gives options or a 461', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.json(), fc.string()), async (configure) => {
      try {
        expect(Object.keys(await optionsFrom(configure))).toEqual(['detail', 'mask', 'crop', 'strip', 'format']);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CardOcrError);
        expect(thrown).toMatchObject({ status: 461 });
      }
    }),
  );
});
