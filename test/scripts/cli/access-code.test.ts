import { AccessCodes, codeIn } from '../../../handlers/access-codes';
import { newCode } from '../../../scripts/cli/access-code';

test('a code is one that a header can carry, and gets in by its hash', () => {
  const { code, hash, secret } = newCode('secret');
  expect(secret).toBe('secret');
  expect(codeIn({ Authorization: `APPCODE ${code}` })).toBe(code);
  expect(new AccessCodes([hash], 'secret').hashOf(code)).toBe(hash);
});

test('codes, and secrets where there is none, are random, of 192 and 256 bits', () => {
  const made = Array.from({ length: 100 }, () => newCode());
  for (const part of ['code', 'hash', 'secret'] as const) expect(new Set(made.map((one) => one[part])).size).toBe(100);
  expect(
    new Set(made.map(({ code, secret }) => `${Buffer.from(code, 'base64url').length} ${Buffer.from(secret, 'base64url').length}`)),
  ).toEqual(new Set(['24 32']));
  for (const { code, hash, secret } of made) expect(new AccessCodes([hash], secret).hashOf(code)).toBe(hash);
});
