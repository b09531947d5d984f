import crypto from 'node:crypto';
import fc from 'fast-check';
import { AccessCodes, accessCodesFrom, codeIn } from '../../handlers/access-codes';
import { newCode } from '../../scripts/cli/access-code';

const SECRET = 'secret';
const FIRST = newCode(SECRET);
const SECOND = newCode(SECRET);

describe('the code of a request', () => {
  test.each([
    ['Authorization', 'APPCODE a.b-c_1'],
    ['AUTHORIZATION', ' appcode   a.b-c_1 '],
    ['x-api-key', 'a.b-c_1'],
    ['X-Api-Key', ' a.b-c_1 '],
  ])('%s: %j', (name, value) => {
    expect(codeIn({ Host: 'x', [name]: value })).toBe('a.b-c_1');
  });

  test.each<[string, object | null | undefined]>([
    ['no headers', undefined],
    ['null', null],
    ['no code', { Host: 'x' }],
    ['values that are no text', { Authorization: ['APPCODE a'], 'x-api-key': 7 }],
    ['two in a header', { Authorization: 'APPCODE a,APPCODE a' }],
    ['different ones', { Authorization: 'APPCODE a', 'x-api-key': 'b' }],
  ])('%s: none', (_, headers) => {
    expect(codeIn(headers)).toBeNull();
  });
});

describe('the codes let in', () => {
  const codes = new AccessCodes([FIRST.hash, 'no hash', SECOND.hash.toUpperCase()], SECRET);

  test('HMAC-SHA256 (RFC 4231, test case 2)', () => {
    const published = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(new AccessCodes([published], 'Jefe').hashOf('what do ya want for nothing?')).toBe(published);
  });

  test('each has its hash, whatever its place and its case', () => {
    expect([FIRST, SECOND].map(({ code }) => codes.hashOf(code))).toEqual([FIRST.hash, SECOND.hash]);
  });

  test('no other code has one, nor a hash', () => {
    for (const code of ['', FIRST.hash, FIRST.code.slice(1), `${FIRST.code} `, 'no hash']) expect(codes.hashOf(code)).toBeNull();
    fc.assert(fc.property(fc.string(), (code) => codes.hashOf(code) === null));
  });

  test('are all compared, in constant time, also after one was found', () => {
    const compare = jest.spyOn(crypto, 'timingSafeEqual');
    for (const code of [FIRST.code, SECOND.code, 'unknown']) codes.hashOf(code);
    expect(compare).toHaveBeenCalledTimes(6);
    compare.mockRestore();
  });

  test('none under another secret', () => {
    expect(new AccessCodes([FIRST.hash], 'other').hashOf(FIRST.code)).toBeNull();
  });
});

describe('from the environment', () => {
  test('a list, with white space', () => {
    const codes = accessCodesFrom({ CODE_SECRET: SECRET, CODE_HASHES: ` ${FIRST.hash} ,\n${SECOND.hash}` });
    expect([FIRST, SECOND].map(({ code }) => codes?.hashOf(code))).toEqual([FIRST.hash, SECOND.hash]);
  });

  test.each([{}, { CODE_SECRET: '', CODE_HASHES: '' }])('%j: nothing is said', (environment) => {
    expect(accessCodesFrom(environment)).toBeNull();
  });

  const keyless = newCode('x');
  const underNoSecret = crypto.createHmac('sha256', '').update(keyless.code).digest('hex');
  test.each([{ CODE_SECRET: SECRET }, { CODE_HASHES: underNoSecret }, { CODE_SECRET: SECRET, CODE_HASHES: ',' }])(
    '%j: nobody gets in',
    (environment) => {
      expect(accessCodesFrom(environment)?.hashOf(keyless.code)).toBeNull();
    },
  );
});
