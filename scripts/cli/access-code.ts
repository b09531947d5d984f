/**
 * Makes a code for a client, and its hash for the service: `CODE_SECRET=… npm run -s code`. With `-- -` it makes the hash of a code of your own, which it reads
 * from standard input. Without a secret it makes one, too. It stores nothing.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Length of a code: 192 bits, which are 32 characters of the URL-safe base64 alphabet. */
const CODE_BYTES = 24;
const SECRET_BYTES = 32;
/** Fewest characters of a secret: a shorter one is a placeholder, or can be guessed. */
const LEAST_SECRET = 16;
/** Of what handlers/access-codes.ts takes for a code, that which cannot be guessed: strangers may try codes, as fast as the API lets them. */
const CODE = /^[\w.-]{16,128}$/;

const USAGE = `usage: npm run -s code          a new code, and its hash
       npm run -s code -- -     the hash of a code of your own, from standard input: 16 to 128 letters, digits, - _ .
`;
const WRONG_USAGE = 2;

/**
 * Makes a new code.
 *
 * @param secret - the secret of earlier codes, whose hashes stay valid with it; if it is empty, a new one is made
 * @param code - a code of your own to use instead
 * @returns the code, the hash that handlers/access-codes.ts will find for it, in hex, and the secret
 */
export function newCode(secret = '', code = randomBytes(CODE_BYTES).toString('base64url')): Record<'code' | 'hash' | 'secret', string> {
  const key = secret || randomBytes(SECRET_BYTES).toString('base64url');
  return { code, hash: createHmac('sha256', key).update(code).digest('hex'), secret: key };
}

/**
 * Prints a code and what belongs to it.
 *
 * @param args - none, `-`, or `--help`
 * @param input - where a code of your own is read from
 * @param given - the secret, if there is one
 * @returns the exit code: 2 for wrong usage, for what is no code, and for a secret that is too short
 */
export async function printCode(args: readonly string[], input: Readable, given?: string): Promise<number> {
  if (args.length === 1 && (args[0] === '--help' || args[0] === '-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const isOwn = args.length === 1 && args[0] === '-';
  const own = isOwn ? (await text(input)).trim() : undefined;
  if (args.length > 0 && !CODE.test(own ?? '')) {
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
  if (given && given.length < LEAST_SECRET) {
    process.stderr.write(
      `CODE_SECRET has under ${LEAST_SECRET} characters. Unset it, and one is made, under which all codes need new hashes\n`,
    );
    return WRONG_USAGE;
  }
  const { code, hash, secret } = newCode(given, own);
  const lines = [
    ...(isOwn ? [] : [`code    ${code}   for the client: Authorization: APPCODE ${code}`]),
    `hash    ${hash}   to add to CODE_HASHES`,
    ...(given ? [] : [`secret  ${secret}   CODE_SECRET, of this code and those to come`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

if (require.main === module) {
  void printCode(process.argv.slice(2), process.stdin, process.env.CODE_SECRET).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
