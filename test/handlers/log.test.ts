import fc from 'fast-check';
import { failureOf, log, type RequestRecord, scrubbed } from '../../handlers/log';
import { embeddedMetrics } from '../../handlers/metrics';
import { requestIdOf } from '../../lib';
import { CardOcrError } from '../../lib/errors';
import { excerptOf } from '../../lib/excerpt';
import { anyText } from '../helpers/any-text';
import { captureOutput } from '../helpers/captured-output';

const REQUEST_ID = '20261124170000_0f8fad5bd9cb469fa16570867728950e';
const RECORD: RequestRecord = {
  requestId: REQUEST_ID,
  invocationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  keyId: null,
  form: 'new',
  status: 200,
  code: null,
  ms: 1234,
  isCold: true,
  cards: 1,
  imageBytes: 54_321,
  pixels: 1_920_000,
  stages: { load: 1, number: 30 },
  model: '0123456789ab',
};
const PAN = '6225970070003000';

describe('log', () => {
  const output = captureOutput();
  const LEVELS = ['error', 'info', 'debug'] as const;

  test.each(LEVELS.flatMap((wanted, i) => LEVELS.map((level, j) => [wanted, level, j <= i] as const)))(
    'where %s is wanted, %s is written: %s',
    (wanted, level, written) => {
      log(wanted, level, RECORD);
      expect(output.records()).toEqual(written ? [{ level, ...RECORD }] : []);
    },
  );

  test('one line of JSON', () => {
    log('info', 'info', RECORD);
    log('info', 'error', { requestId: REQUEST_ID, failure: [{ name: 'Error\n', code: null, frames: ['at a', 'at b'] }] });
    expect(output.text().match(/\n/g)).toHaveLength(2);
    expect(output.text().endsWith('}\n')).toBe(true);
  });

  test('with metrics it is still one record, whose time stamp stands', () => {
    const metrics = embeddedMetrics(RECORD, 1_764_090_000_000);
    log('info', 'info', RECORD, metrics);
    expect(output.records()).toEqual([{ level: 'info', ...RECORD, ...metrics }]);
  });

  test('a card number that got in is hidden', () => {
    log('info', 'error', {
      requestId: REQUEST_ID,
      failure: [{ name: `Error\n${PAN}`, code: null, frames: [`at ${PAN}.js:1:2`, `\t${PAN}`] }],
    });
    expect(output.text()).not.toContain(PAN);
    expect(output.records()).toMatchObject([{ requestId: REQUEST_ID }]);
  });
});

describe('scrubbed', () => {
  test.each([
    ['4242424242424242', '*'],
    ['4242 4242 4242 4242', '*'],
    ['4242-4242-4242-4242', '*'],
    ['6225 97007000 3000', '*'],
    ['3782 822463 10005', '*'],
    ['621234 5678900000003', '*'],
    ['123456789012', '*'],
    ['1234567890123456789', '*'],
    ['12345678901234567890', '*'],
    ['{"pan":"4242424242424242"}', '{"pan":"*"}'],
    ['{"pan":4242424242424242,"x":1}', '{"pan":*,"x":1}'],
    ['the number 4242424242424242.', 'the number *.'],
    ['(4242424242424242)', '(*)'],
    ['4242424242424242,5555555555554444', '*'],
    ['4242424242424242 5555555555554444', '*'],
    ['卡4242424242424242号', '卡*号'],
    ['PAN4242424242424242x', 'PAN*x'],
    ['_4242424242424242_', '_*_'],
    [JSON.stringify('a\n4242424242424242\tb'), '"a\\n*\\tb"'],
    [JSON.stringify({ pan: '4242\n4242\r\n4242\t4242' }), '{"pan":"*"}'],
    [JSON.stringify('\u00024242424242424242'), '"\\u*"'],
    ['12345678901', '12345678901'],
    ['1234 5678 901', '1234 5678 901'],
    ['4242  4242  4242  4242', '*'],
    ['4242.4242.4242.4242', '*'],
    ['4242 - 4242 - 4242 - 4242', '*'],
    ['4242\u20134242_4242,4242', '*'],
    ['\uff14\uff12\uff14\uff12 4242 4242 4242', '*'],
    ['4242    4242    4242    4242', '4242    4242    4242    4242'],
    ['"ms":1234,"status":200', '"ms":1234,"status":200'],
    ['2026-11-24T17:00:09.987Z', '2026-11-24T17:00:09.987Z'],
    ['at /var/task/api-gateway.js:1:123456', 'at /var/task/api-gateway.js:1:123456'],
    [REQUEST_ID, REQUEST_ID],
    [REQUEST_ID.toUpperCase(), REQUEST_ID.toUpperCase()],
    ['12345678-1234-1234-1234-123456789012', '12345678-1234-1234-1234-123456789012'],
    [`20261124170000_${'1'.repeat(32)}`, `20261124170000_${'1'.repeat(32)}`],
    ['1-67452190-15083746-295017364820', '1-67452190-15083746-295017364820'],
    ['1-67452190-150837-295017364820', '1-67452190-150837-295017364820'],
    ['1-67452190-150837462950173648201234', '1-67452190-150837462950173648201234'],
    // a number is not hidden behind something that only looks like an id
    ['1-67452190-4242424242424242', '*'],
    ['20261124170000_0f8f', '*f8f'],
    [`20261124170000_${'1'.repeat(31)}`, '*'],
    ['12345678-1234-1234-1234-1234567890123', '*'],
  ])('%s is written as %s', (line, written) => {
    expect(scrubbed(line)).toBe(written);
  });

  const DIGITS_IN_A_ROW = /\d(?:[^\p{L}\p{Nd}]{0,3}\d){11,}/u;
  /** 12 to 19 digits, bare or in groups with spaces or hyphens between them. */
  const pan = fc
    .tuple(
      fc.stringMatching(/^\d{12,19}$/),
      fc.uniqueArray(fc.integer({ min: 1, max: 18 }), { maxLength: 5 }),
      fc.constantFrom('', ' ', '-'),
    )
    .map(([digits, cuts, separator]) => [...digits].map((digit, i) => (cuts.includes(i) ? separator + digit : digit)).join(''));
  const id = fc.oneof(
    fc.uuid(),
    fc
      .tuple(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), fc.uuid())
      .map(([now, uuid]) => requestIdOf(now, uuid)),
  );

  test('a card number is hidden in any position of a line of JSON', () => {
    const text = fc.oneof(fc.string(), anyText(), fc.constantFrom('\n', '\t', '"', '\\', '\u0001', '_', '.', 'x'));
    fc.assert(
      fc.property(text, pan, text, fc.dictionary(fc.string(), fc.string()), id, (before, pan, after, rest, requestId) => {
        const line = scrubbed(
          JSON.stringify({ requestId, ...rest, [`key ${pan}`]: before + pan + after, list: [pan, Number(pan.replace(/\D/g, ''))] }),
        );
        expect(line).not.toContain(pan);
        expect(line.replaceAll(requestId, '')).not.toMatch(DIGITS_IN_A_ROW);
      }),
      { numRuns: 500 },
    );
  });

  test('request ids and UUIDs are left alone, beside card numbers too', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(id, pan), { minLength: 1, maxLength: 5 }), (pairs) => {
        const line = JSON.stringify(pairs.map(([id, pan]) => ({ id, pan, text: `request ${id}: ${pan}` })));
        expect(scrubbed(line)).toBe(JSON.stringify(pairs.map(([id]) => ({ id, pan: '*', text: `request ${id}: *` }))));
      }),
      { numRuns: 500 },
    );
  });

  test('a record is left alone', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(999), fc.nat(100), fc.uuid(), (ms, status, cards, uuid) => {
        const line = JSON.stringify({
          level: 'info',
          ...RECORD,
          requestId: requestIdOf(new Date(), uuid),
          invocationId: uuid,
          ms,
          status,
          cards,
        });
        expect(scrubbed(line)).toBe(line);
      }),
    );
  });
});

describe('failureOf', () => {
  const SECRET = 'secret';
  const thrownBy = (call: () => unknown): unknown => {
    try {
      return call();
    } catch (thrown) {
      return thrown;
    }
  };

  test('name, code and frames of an error', () => {
    const error = Object.assign(new TypeError(SECRET), { code: 'ERR_INVALID_URL', input: SECRET });
    const [failure, ...more] = failureOf(error);
    expect(more).toEqual([]);
    expect(failure).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_URL' });
    expect(failure?.frames[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/);
    expect(Object.keys(failure ?? {})).toEqual(['name', 'code', 'frames']);
  });

  test.each([
    ['a string', SECRET],
    ['a number', Number(PAN)],
    ['nothing', undefined],
    ['null', null],
    ['an object', { message: SECRET, stack: `Error\n    at ${SECRET}` }],
  ])('of %s is nothing', (_, thrown) => {
    expect(failureOf(thrown)).toEqual([]);
  });

  test('the chain of causes, outermost first', () => {
    const error = new CardOcrError(
      'DOWNLOAD_FAILED',
      new Error(SECRET, { cause: Object.assign(new Error(SECRET), { code: 'ECONNRESET' }) }),
    );
    expect(failureOf(error).map(({ name, code }) => [name, code])).toEqual([
      ['CardOcrError', 'DOWNLOAD_FAILED'],
      ['Error', null],
      ['Error', 'ECONNRESET'],
    ]);
    expect(JSON.stringify(failureOf(error))).not.toContain(SECRET);
  });

  test('a chain ends where its cause is no error', () => {
    expect(failureOf(new Error('x', { cause: SECRET }))).toHaveLength(1);
    expect(failureOf(new Error('x', { cause: { cause: new Error('y') } }))).toHaveLength(1);
  });

  test('a ring of causes ends', () => {
    const error = new Error('x');
    error.cause = error;
    expect(failureOf(error).length).toBeLessThanOrEqual(5);
    const other = new Error('y', { cause: error });
    error.cause = other;
    expect(failureOf(other).length).toBeLessThanOrEqual(5);
  });

  test.each([
    ['what JSON.parse quotes', () => JSON.parse(`{"x": ${SECRET}`)],
    ['what JSON.parse quotes on lines of its own', () => JSON.parse(`\n    at ${SECRET}`)],
    ['an excerpt of configure', () => new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf(`\n  at ${SECRET}\n at ${SECRET}`))],
    ['a message that looks like a stack', () => new Error(`${SECRET}\n    at ${SECRET} (${SECRET}.js:1:2)\n    at ${SECRET}`)],
    ['a message like its head', () => new Error(`Error: Error\n    at ${SECRET}`)],
    ['a message that was changed', () => Object.assign(new Error(`\n    at ${SECRET}`), { message: 'other' })],
    [
      'a message that was changed behind its stack',
      () => {
        const error = new Error(`\n    at ${SECRET}`);
        void error.stack;
        return Object.assign(error, { message: 'other' });
      },
    ],
    ['a message that was emptied and has come to the stack', () => Object.assign(new Error('x'), { message: `\n at ${SECRET}` })],
    ['a name', () => Object.assign(new Error('x'), { name: `${SECRET} ${PAN}` })],
    ['a long name', () => Object.assign(new Error('x'), { name: SECRET.repeat(20) })],
    ['a code', () => Object.assign(new Error('x'), { code: SECRET })],
    ['a code that is a number', () => Object.assign(new Error('x'), { code: Number(PAN) })],
    ['other fields', () => Object.assign(new Error('x'), { input: SECRET, path: SECRET })],
  ])('never shows %s', (_, make) => {
    const thrown = thrownBy(make);
    expect(thrown).toBeInstanceOf(Error);
    const text = JSON.stringify(failureOf(thrown));
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(PAN);
  });

  test('frames below a message of many lines are still there', () => {
    const [failure] = failureOf(new Error(`one\n  at two\nthree`));
    expect(failure?.frames[0]).toContain('log.test.ts');
  });

  test('an error without a stack', () => {
    const error = new Error('x');
    delete error.stack;
    expect(failureOf(error)).toEqual([{ name: 'Error', code: null, frames: [] }]);
  });

  test('no message shows, whatever it is', () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom('    at ', 'Error: ', '\n    at x (/a.js:1:2)')), { maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.stringMatching(/^[a-z]{12}$/), (parts, secret) => {
        const error = new Error(`${parts.join('\n')}${secret}\n    at ${secret} (/${secret}.js:1:2)${parts.join(secret)}`);
        expect(JSON.stringify(failureOf(error))).not.toContain(secret);
      }),
    );
  });
});
