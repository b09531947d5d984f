import fc from 'fast-check';
import { errorAnswer } from '../../lib/contract/error-answer';
import { CardOcrError, ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';
import { excerptOf } from '../../lib/excerpt';
import { anyText } from '../helpers/any-text';

const REQUEST_ID = `20261124170000_${'0a'.repeat(16)}`;
const GATEWAY_CODES = [400, 403, 408, 413, 450, 503];
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

const errorOf = (code: ErrorCode): CardOcrError =>
  code === 'CONFIGURE_UNPARSABLE'
    ? new CardOcrError(code, excerptOf('{side'))
    : new CardOcrError(code as 'INTERNAL', new Error('underneath'));
const unparsable = (text: string): CardOcrError => new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf(text));

describe.each(CODES)('%s', (code) => {
  const error = errorOf(code);
  const { status, message } = error;
  const gatewayHeader = GATEWAY_CODES.includes(status) ? { 'X-Ca-Error-Code': String(status) } : {};

  test('is plain text, the message and nothing more', () => {
    expect(errorAnswer(error, REQUEST_ID, 'compat')).toEqual({
      status,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'X-Ca-Request-Id': REQUEST_ID,
        ...(message && { 'X-Ca-Error-Message': message }),
        ...gatewayHeader,
      },
      body: message,
    });
    expect(message).not.toMatch(/[\r\n]/);
  });

  test('is JSON on the rich path', () => {
    const { body, ...rest } = errorAnswer(error, REQUEST_ID, 'rich');
    expect(rest).toEqual({
      status,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Ca-Request-Id': REQUEST_ID,
        ...(message && { 'X-Ca-Error-Message': message }),
        ...gatewayHeader,
      },
    });
    expect(body).toBe(`{"code":"${code}","message":${JSON.stringify(message)},"requestId":"${REQUEST_ID}"}`);
  });
});

test.each<[ErrorCode, number, string]>([
  ['THROTTLED', 450, ''],
  ['JSON_UNPARSABLE', 460, 'Invalid Input - failed to parse json'],
  ['BASE64_ALPHABET', 462, 'Invalid Input - image data error - base64decode error: base64decode error: incorrect base64 format data'],
])('%s on the wire', (code, status, body) => {
  expect(errorAnswer(errorOf(code), REQUEST_ID, 'compat')).toMatchObject({ status, body });
});

const LEAD = 'Invalid Input - json format error - failed to parse config str: ';

test.each([
  ['{侧面', '{??'],
  ['{😀', '{?'],
  ['é\u2028', '??'],
  ['\ud83d', '?'],
  ['~ !"', '~ !"'],
])('%j in the header is %j, in the body itself', (text, shown) => {
  const { headers, body } = errorAnswer(unparsable(text), REQUEST_ID, 'compat');
  expect(headers['X-Ca-Error-Message']).toBe(LEAD + shown);
  expect(body).toBe(LEAD + text);
  expect(JSON.parse(errorAnswer(unparsable(text), REQUEST_ID, 'rich').body).message).toBe(LEAD + text);
});

test('control characters are spaces, in header and body', () => {
  const { headers, body } = errorAnswer(unparsable('a\r\nX-Injected: 1\t\u0000\u007f.'), REQUEST_ID, 'compat');
  expect(body).toBe(`${LEAD}a  X-Injected: *   .`);
  expect(headers['X-Ca-Error-Message']).toBe(body);
});

test('no text makes a header that cannot be sent', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyText(),
        fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
      ),
      (text) => {
        const { headers } = errorAnswer(unparsable(text), REQUEST_ID, 'compat');
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(() => new Headers({ ...headers })).not.toThrow();
      },
    ),
  );
});
