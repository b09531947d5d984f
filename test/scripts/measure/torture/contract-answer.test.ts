import {
  CardOcrError,
  ERROR_CATALOGUE,
  type ErrorCode,
  errorAnswer,
  excerptOf,
  JSON_TYPE,
  messageOf,
  type WireAnswer,
} from '../../../../lib';
import { codeOf, verdictOn } from '../../../../scripts/measure/torture/contract-answer';

const REQUEST_ID = `20261125184226_${'0'.repeat(32)}`;
const OWN: readonly ErrorCode[] = [
  'INFERENCE_FAILED',
  'MODEL_OUTPUT_UNEXPECTED',
  'ANSWER_INVALID',
  'INTERNAL',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
];
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const answer = (changes: Partial<WireAnswer> = {}): WireAnswer => ({
  ...errorAnswer(new CardOcrError('NO_CARD'), REQUEST_ID, 'compat'),
  ...changes,
});
const ok = (body: string): WireAnswer => ({ status: 200, headers: { 'Content-Type': JSON_TYPE, 'X-Ca-Request-Id': REQUEST_ID }, body });

test.each(CODES)('%s is known by its status and message', (code) => {
  expect(codeOf(ERROR_CATALOGUE[code].status, messageOf(code, excerptOf('{x')))).toBe(code);
  expect(codeOf(499, messageOf(code))).toBeNull();
});

test.each(['compat', 'rich'] as const)('every error, told on the %s path, is of the contract; our own failures are wrong', (route) => {
  for (const code of CODES) {
    const { problem } = verdictOn(errorAnswer(new CardOcrError(code as 'NO_CARD'), REQUEST_ID, route));
    expect([code, problem]).toEqual([code, OWN.includes(code) ? code : null]);
  }
});

test('a 200 is JSON', () => {
  expect(verdictOn(ok('{"result":{}}')).problem).toBeNull();
  expect(verdictOn(ok('result')).problem).not.toBeNull();
  expect(verdictOn(ok('[]')).problem).not.toBeNull();
});

test.each<[string, WireAnswer]>([
  ['another text', answer({ body: 'Error: no card' })],
  ['another status', answer({ status: 500 })],
  ['no headers', answer({ headers: {} })],
  ['a header with another message', answer({ headers: { ...answer().headers, 'X-Ca-Error-Message': 'x' } })],
  ['an error code that only gateways give', answer({ headers: { ...answer().headers, 'X-Ca-Error-Code': '463' } })],
  ['HTML', answer({ headers: { ...answer().headers, 'Content-Type': 'text/html' } })],
])('not of the contract: %s', (_, wrong) => {
  expect(verdictOn(wrong).problem).not.toBeNull();
});

test('a card number in the excerpt of configure is not of the contract', () => {
  const { status } = ERROR_CATALOGUE.CONFIGURE_UNPARSABLE;
  expect(codeOf(status, `${messageOf('CONFIGURE_UNPARSABLE')}4242 4242 4242 4242`)).toBeNull();
  expect(codeOf(status, `${messageOf('CONFIGURE_UNPARSABLE')}${'x'.repeat(65)}`)).toBeNull();
});
