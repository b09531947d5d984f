import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import fc from 'fast-check';
import { handler } from '../../handlers/authorizer';
import { newCode } from '../../scripts/cli/access-code';
import { anyText } from '../helpers/any-text';

const DENIED = {
  principalId: 'nobody',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }] },
};

const CODE = '0123456789abcdef0123456789abcdef';
const METHOD = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/dev/POST/bankcard';
const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/dev/*';

const authorize = (headers: Record<string, string | undefined> | null, methodArn = METHOD) =>
  handler({ type: 'REQUEST', headers, methodArn } as APIGatewayRequestAuthorizerEvent);

test.each([
  ['Authorization', `APPCODE ${CODE}`],
  ['authorization', `appcode ${CODE}`],
  ['AUTHORIZATION', ` APPCODE   ${CODE} `],
  ['x-api-key', CODE],
  ['X-API-Key', ` ${CODE} `],
])('a key in %s: %j', async (name, value) => {
  await expect(authorize({ Host: 'x', [name]: value })).resolves.toMatchObject({ usageIdentifierKey: CODE });
});

test('allows the stage that was asked, and nothing else; the principal does not tell the key', async () => {
  await expect(authorize({ Authorization: `APPCODE ${CODE}` })).resolves.toEqual({
    principalId: 'key-holder',
    usageIdentifierKey: CODE,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: STAGE }],
    },
  });
});

test('the same key in both headers is one key', async () => {
  await expect(authorize({ Authorization: `APPCODE ${CODE}`, 'x-api-key': CODE })).resolves.toMatchObject({ usageIdentifierKey: CODE });
});

test('a header of another scheme does not hide the key', async () => {
  await expect(authorize({ Authorization: 'Bearer abc', 'x-api-key': CODE })).resolves.toMatchObject({ usageIdentifierKey: CODE });
});

test.each<[string, Record<string, string | undefined> | null]>([
  ['no headers', null],
  ['no key', { Host: 'x' }],
  ['an undefined header', { Authorization: undefined }],
  ['another scheme', { Authorization: `Bearer ${CODE}` }],
  ['the code alone', { Authorization: CODE }],
  ['the scheme alone', { Authorization: 'APPCODE' }],
  ['an empty code', { Authorization: 'APPCODE  ', 'x-api-key': '' }],
  ['two codes', { Authorization: `APPCODE ${CODE} ${CODE}` }],
  ['a wildcard', { 'x-api-key': '*' }],
  ['a code of 129 characters', { 'x-api-key': 'a'.repeat(129) }],
  ['a second line', { Authorization: `APPCODE ${CODE}\nx` }],
  ['two keys', { Authorization: `APPCODE ${CODE}`, 'x-api-key': 'another' }],
  ['a header twice', { Authorization: `APPCODE ${CODE}`, authorization: 'APPCODE another' }],
])('%s: no leave', async (_, headers) => {
  await expect(authorize(headers)).resolves.toEqual(DENIED);
});

test.each(['', 'arn:aws:execute-api:eu-central-1:123456789012:*/dev/POST/bankcard', 'arn:aws:s3:::bucket/dev/x', 'abc/dev/POST'])(
  'asked for %j: no leave',
  async (methodArn) => {
    await expect(authorize({ 'x-api-key': CODE }, methodArn)).resolves.toEqual(DENIED);
  },
);

describe('where codes are let in by their hashes', () => {
  const { code, hash, secret } = newCode();

  /** The handler as it starts with these settings. */
  function started(environment: Readonly<Record<string, string>>): typeof handler {
    Object.assign(process.env, environment);
    try {
      let started: typeof handler | undefined;
      jest.isolateModules(() => {
        started = jest.requireActual<typeof import('../../handlers/authorizer')>('../../handlers/authorizer').handler;
      });
      return started as typeof handler;
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
    }
  }
  const ask = (environment: Readonly<Record<string, string>>, headers: Record<string, string>) =>
    started(environment)({ type: 'REQUEST', headers, methodArn: METHOD } as unknown as APIGatewayRequestAuthorizerEvent);
  const listed = { CODE_SECRET: secret, CODE_HASHES: `${newCode(secret).hash},${hash}` };

  test.each([{ Authorization: `APPCODE ${code}` }, { 'X-Api-Key': code }])(
    'the hash is the key, and nothing tells the code',
    async (headers) => {
      const outcome = await ask(listed, headers);
      expect(outcome).toEqual({
        principalId: 'key-holder',
        usageIdentifierKey: hash,
        policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: STAGE }] },
      });
      expect(JSON.stringify(outcome)).not.toContain(code);
    },
  );

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['a code that is not listed', listed, { Authorization: `APPCODE ${CODE}` }],
    ['the hash for the code', listed, { Authorization: `APPCODE ${hash}` }],
    ['no code', listed, {}],
    ['two codes', listed, { Authorization: `APPCODE ${code}`, 'x-api-key': 'another' }],
    ['another secret', { ...listed, CODE_SECRET: 'another' }, { Authorization: `APPCODE ${code}` }],
    ['no secret', { CODE_HASHES: hash }, { Authorization: `APPCODE ${code}` }],
    ['no hashes', { CODE_SECRET: secret }, { Authorization: `APPCODE ${code}` }],
  ])('%s: no leave', async (_, environment, headers) => {
    await expect(ask(environment, headers)).resolves.toEqual(DENIED);
  });
});

const hostileName = fc.oneof(
  fc.constantFrom('Authorization', 'authorization', 'x-api-key', 'X-Api-Key', '__proto__', 'constructor'),
  fc.string(),
);
const hostileValue = fc.oneof(
  anyText(),
  fc.string().map((text) => `APPCODE ${text}`),
  fc.constantFrom('*', 'APPCODE *', '{"Effect":"Allow"}', `APPCODE ${'-'.repeat(500)}`, 'APPCODE\u00a0x', 'APPCODE \u0000'),
);

test('whatever the headers: a plain key and this stage, or no leave, without a word about them', async () => {
  const written = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => jest.spyOn(console, method));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(hostileName, hostileValue)), async (pairs) => {
      const outcome = await authorize(Object.fromEntries(pairs));
      if (outcome.principalId === 'nobody') expect(outcome).toEqual(DENIED);
      else
        expect(outcome).toEqual({
          principalId: 'key-holder',
          usageIdentifierKey: expect.stringMatching(/^[\w.-]{1,128}$/),
          policyDocument: expect.objectContaining({ Statement: [expect.objectContaining({ Resource: STAGE })] }),
        });
    }),
    { numRuns: 1000 },
  );
  for (const spy of written) expect(spy).not.toHaveBeenCalled();
});
