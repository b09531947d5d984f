/**
 * Make a code for a client, and its hash for the service: `CODE_SECRET=… npm run -s code`. Without a secret one is made, too. Nothing is
 * stored.
 */
import { createHmac, randomBytes } from 'node:crypto';

/** 192 bits, which are 32 characters of the URL-safe base64 alphabet. */
const CODE_BYTES = 24;
const SECRET_BYTES = 32;

/**
 * A new code.
 *
 * @param secret - that of the codes before, whose hashes stay as they are; an empty one stands for a new one
 * @returns the code, the hash that handlers/access-codes.ts will find for it, in hex, and the secret
 */
export function newCode(secret = ''): { readonly code: string; readonly hash: string; readonly secret: string } {
  const key = secret || randomBytes(SECRET_BYTES).toString('base64url');
  const code = randomBytes(CODE_BYTES).toString('base64url');
  return { code, hash: createHmac('sha256', key).update(code).digest('hex'), secret: key };
}

if (require.main === module) {
  const { code, hash, secret } = newCode(process.env.CODE_SECRET);
  const lines = [
    `code    ${code}   for the client: Authorization: APPCODE ${code}`,
    `hash    ${hash}   to add to CODE_HASHES`,
    ...(process.env.CODE_SECRET ? [] : [`secret  ${secret}   CODE_SECRET, of this code and those to come`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
