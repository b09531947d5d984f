import { Readable } from 'node:stream';
import { AccessCodes, codeIn } from '../../../handlers/access-codes';
import { newCode, printCode } from '../../../scripts/cli/access-code';

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

describe('what is printed', () => {
  const SECRET = 'a secret of tests';

  /** Exit code, standard output and standard error. */
  async function run(args: readonly string[], input = '', secret?: string): Promise<[number, string, string]> {
    const written = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
        written[name] += String(chunk);
        return true;
      }),
    );
    try {
      return [await printCode(args, Readable.from([input]), secret), written.stdout, written.stderr];
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  test('a new code, its hash, and the secret if it is new', async () => {
    const [exitCode, stdout, stderr] = await run([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const [, code, hash, secret] = /^code {4}(\S+) .*\nhash {4}(\S+) .*\nsecret {2}(\S+) .*\n$/.exec(stdout)!;
    expect(newCode(secret, code).hash).toBe(hash);
    expect(await run([], 'nobody reads this', SECRET)).toEqual([0, expect.stringMatching(/^code .*\nhash .*\n$/), '']);
  });

  test.each(['my-own_code.1234', 'my-own_code.1234\n', 'x'.repeat(128)])('the hash alone of a code of one’s own: %j', async (input) => {
    const code = input.trim();
    const [exitCode, stdout] = await run(['-'], input, SECRET);
    expect([exitCode, stdout]).toEqual([0, `hash    ${newCode(SECRET, code).hash}   to add to CODE_HASHES\n`]);
    expect(codeIn({ Authorization: `APPCODE ${code}` })).toBe(code);
  });

  test.each(['--help', '-h'])('how it is used, where that is asked for: %s', async (option) => {
    expect(await run([option], 'nobody reads this', SECRET)).toEqual([0, expect.stringMatching(/^usage: npm run -s code /), '']);
  });

  test.each<[string, string[], string]>([
    ['a code as an argument, which others see and shells remember', ['my-code'], ''],
    ['an option', ['--new'], ''],
    ['help and more', ['--help', 'my-code'], ''],
    ['more than one argument', ['-', '-'], 'my-code'],
    ['nothing on standard input', ['-'], '\n'],
    ['two codes', ['-'], 'one\ntwo'],
    ['what no header can carry', ['-'], 'schlüssel'],
    ['a code that can be guessed', ['-'], 'x'.repeat(15)],
    ['too long a code', ['-'], 'x'.repeat(129)],
  ])('nothing, but how it is used: %s', async (_, args, input) => {
    expect(await run(args, input, SECRET)).toEqual([2, '', expect.stringMatching(/^usage: npm run -s code /)]);
  });

  test('nothing under a secret that is none', async () => {
    expect(await run([], '', '…')).toEqual([2, '', expect.stringContaining('CODE_SECRET has under 16 characters')]);
  });
});
