import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asCardOcrError, CardOcrError, DecodingTimeout, ERROR_CATALOGUE, type ErrorCode, hasFault } from '../lib/errors';
import { excerptOf } from '../lib/excerpt';

/** The marketplace's errors: status and exact message, doubled words and all. `xxx` stands for a named failure. */
const CONTRACT_ROWS: readonly (readonly [number, string])[] = [
  [400, 'Invalid URL'],
  [403, 'Forbidden'],
  [408, 'Request Timeout'],
  [413, 'Payload Too Large'],
  [421, 'Invalid Input - image size error'],
  [450, ''],
  [460, 'Invalid Input - failed to parse json'],
  [461, 'Invalid Input - json format error - missing key: image'],
  [461, 'Invalid Input - json format error - image format error'],
  [461, 'Invalid Input - json format error - key inputs missing'],
  [461, 'Invalid Input - json format error - value of inputs must be a array'],
  [461, 'Invalid Input - json format error - image DataValue format error'],
  [461, 'Invalid Input - json format error - configure format error'],
  [461, 'Invalid Input - json format error - failed to parse config str: xxx'],
  [461, 'Invalid Input - json format error - json parse runtime exception'],
  [462, 'Invalid Input - image data error - download image from url error'],
  [462, 'Invalid Input - image data error - input image empty, please check your image binary data'],
  [462, 'Invalid Input - image data error - image decode failed, please check your image binary data'],
  [462, 'Invalid Input - image data error - base64decode error, please check your image binary data'],
  [462, 'Invalid Input - image data error - please remove additional header: data:image/jpg:base64,'],
  [462, 'Invalid Input - image data error - base64decode error: incorrect padding in base64 string'],
  [462, 'Invalid Input - image data error - base64decode error: base64decode error: incorrect base64 format data'],
  [462, 'Invalid Input - image data error - open gif image failed'],
  [462, 'Invalid Input - image data error - read gif image failed'],
  [462, 'Invalid Input - image data error - decode gif image failed'],
  [462, 'Invalid Input - image data error - gif data error, no color map got'],
  [462, 'Invalid Input - image data error - gif image empty'],
  [463, 'Invalid Input - wrong category'],
  [464, 'Invalid Result - algorithm run failed'],
  [464, 'Invalid Result - algorithm runtime exception'],
  [464, 'Invalid Result - number not certain'],
  [464, 'Invalid Result - xxx'],
  [469, 'Invalid Service - parse result error'],
  [469, 'Invalid Service - error code missing'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
];

const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

/** Status and message of a code; a detail is shown as `xxx`. */
const rowOf = (code: ErrorCode): readonly [number, string] => {
  const { status, message } = ERROR_CATALOGUE[code];
  return [status, typeof message === 'string' ? message : message(excerptOf('xxx'))];
};

/** Whether a row of the contract allows this answer. */
const isInContract = (status: number, message: string): boolean =>
  CONTRACT_ROWS.some(
    ([rowStatus, text]) =>
      rowStatus === status && (text === message || (text.endsWith('xxx') && message.length > 0 && message.startsWith(text.slice(0, -3)))),
  );

describe('the catalogue', () => {
  test.each(CODES.map((code) => [code, ...rowOf(code)] as const))('%s: %i %s stands in the contract', (_code, status, message) => {
    expect(isInContract(status, message)).toBe(true);
  });

  test('has every row of the contract, in its order', () => {
    const rows = CODES.map(rowOf).map(([status, message]) =>
      status === 464 && message.endsWith('model output unexpected') ? [464, 'Invalid Result - xxx'] : [status, message],
    );
    expect(rows).toEqual(CONTRACT_ROWS);
  });

  test('each code is asked for over the wire', () => {
    const folder = path.join(__dirname, 'e2e');
    const suites = readdirSync(folder).filter((name) => name.startsWith('offline'));
    const asked = suites.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
    expect(CODES.filter((code) => !asked.includes(`'${code}'`))).toEqual([]);
  });

  test('no two codes give the same answer', () => {
    const answers = CODES.map((code) => rowOf(code).join(' '));
    expect(new Set(answers).size).toBe(answers.length);
  });

  test.each<[ErrorCode, number, string]>([
    ['REQUEST_TIMEOUT', 408, 'Request Timeout'],
    ['PAYLOAD_TOO_LARGE', 413, 'Payload Too Large'],
    ['IMAGE_SIZE', 421, 'Invalid Input - image size error'],
    ['IMAGE_EMPTY', 462, 'Invalid Input - image data error - input image empty, please check your image binary data'],
    ['IMAGE_DECODE_FAILED', 462, 'Invalid Input - image data error - image decode failed, please check your image binary data'],
    ['NO_CARD', 463, 'Invalid Input - wrong category'],
    ['NUMBER_UNREADABLE', 464, 'Invalid Result - algorithm run failed'],
    ['NUMBER_NOT_CERTAIN', 464, 'Invalid Result - number not certain'],
    ['INFERENCE_FAILED', 464, 'Invalid Result - algorithm runtime exception'],
    ['INTERNAL', 469, 'Invalid Service - error code missing'],
  ])('%s is thrown as %i with its text', (code, status, message) => {
    expect(new CardOcrError(code)).toMatchObject({ code, status, message, name: 'CardOcrError' });
  });
});

describe('a detail', () => {
  test('stands in the message', () => {
    const error = new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf('{side'), new SyntaxError('{side'));
    expect(error.message).toBe('Invalid Input - json format error - failed to parse config str: {side');
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  test('is asked for, and must be an excerpt', () => {
    // @ts-expect-error a detail is missing
    expect(() => new CardOcrError('CONFIGURE_UNPARSABLE')).not.toThrow();
    // @ts-expect-error text of a request that nobody has looked at
    expect(() => new CardOcrError('CONFIGURE_UNPARSABLE', '{side')).not.toThrow();
  });
});

describe('hasFault', () => {
  test('finds the errors of one picture by their statuses', () => {
    const ofOnePicture = CODES.filter((code) => ['source', 'file'].includes(ERROR_CATALOGUE[code].fault));
    expect(ofOnePicture).toEqual(CODES.filter((code) => [413, 421, 462].includes(ERROR_CATALOGUE[code].status)));
  });

  test.each([
    [new CardOcrError('NO_CARD'), true],
    [new CardOcrError('IMAGE_EMPTY'), true],
    [new DecodingTimeout(), true],
    [new CardOcrError('REQUEST_TIMEOUT'), false],
    [new CardOcrError('DOWNLOAD_FAILED'), false],
    [new CardOcrError('INTERNAL'), false],
    [{ code: 'NO_CARD' }, false],
    [null, false],
  ])('of %p says %p for a file or a picture', (thrown, isSo) => {
    expect(hasFault(thrown, 'file', 'picture')).toBe(isSo);
  });
});

describe('asCardOcrError', () => {
  test('keeps ours', () => {
    const ours = new CardOcrError('NO_CARD');
    expect(asCardOcrError(ours)).toBe(ours);
  });

  test.each([new TypeError('secret 4242424242424242'), 'a string', 42, null, undefined, { status: 200, code: 'NO_CARD' }])(
    'makes INTERNAL of %p and says nothing of it',
    (thrown) => {
      const error = asCardOcrError(thrown);
      expect(error).toBeInstanceOf(CardOcrError);
      expect(error).toMatchObject({ code: 'INTERNAL', status: 469, message: 'Invalid Service - error code missing' });
      expect(error.cause).toBe(thrown);
    },
  );
});

describe('the cause', () => {
  const cause = new Error('in /var/task: 4242424242424242');
  const error = new CardOcrError('INFERENCE_FAILED', cause);

  test('is there for a debugger', () => {
    expect(error.cause).toBe(cause);
    expect('cause' in new CardOcrError('INFERENCE_FAILED')).toBe(false);
  });

  test('never shows in JSON or among the keys', () => {
    expect(Object.keys(error)).not.toContain('cause');
    const json = JSON.stringify({ error, spread: { ...error } });
    expect(json).toContain('INFERENCE_FAILED');
    expect(json).not.toContain('4242');
    expect(json).not.toContain('/var/task');
    expect(String(error)).not.toContain('4242');
  });
});
