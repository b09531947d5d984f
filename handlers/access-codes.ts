import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Environment } from './settings';

/** `Authorization: APPCODE <code>`; the scheme's case does not matter (RFC 9110, 11.1). */
const APP_CODE = /^APPCODE +([\w.-]{1,128})$/i;
const CODE = /^[\w.-]{1,128}$/;
/** SHA-256 in hex. */
const HASH = /^[\da-f]{64}$/;

/**
 * Returns the code that a request shows, as `Authorization: APPCODE <code>` or as `x-api-key: <code>`.
 *
 * @param headers - names in any case; values that are no text are ignored
 * @returns null when no header holds a code, or two hold different ones
 */
export function codeIn(headers: object | null | undefined): string | null {
  const codes = new Set(Object.entries(headers ?? {}).flatMap(([name, value]) => codesOf(name.toLowerCase(), value)));
  const [code = null] = codes;
  return codes.size === 1 ? code : null;
}

function codesOf(name: string, value: unknown): string[] {
  const text = typeof value === 'string' ? value.trim() : '';
  if (name === 'authorization') return APP_CODE.exec(text)?.slice(1) ?? [];
  return name === 'x-api-key' && CODE.test(text) ? [text] : [];
}

/** The access codes that are accepted. Only their hashes are known: HMAC-SHA256 under a secret, without which nobody can guess the codes behind a list of hashes. */
export class AccessCodes {
  private readonly hashes: readonly Buffer[];

  /**
   * @param hashes - in hex; anything else in the list is ignored
   * @param secret - with an empty one no code is accepted
   */
  constructor(
    hashes: readonly string[],
    private readonly secret: string,
  ) {
    const valid = hashes.map((hash) => hash.toLowerCase()).filter((hash) => HASH.test(hash));
    this.hashes = secret === '' ? [] : valid.map((hash) => Buffer.from(hash, 'hex'));
  }

  /**
   * Looks up the hash of a code. The hash is no secret: nobody gets in by it. The time does not depend on which code it is, or whether it is listed.
   *
   * @returns the hash in hex; null when the code is not accepted
   */
  hashOf(code: string): string | null {
    const shown = createHmac('sha256', this.secret).update(code).digest();
    let isListed = false;
    for (const hash of this.hashes) isListed = timingSafeEqual(shown, hash) || isListed;
    return isListed ? shown.toString('hex') : null;
  }
}

/**
 * Reads the access codes that an operator accepts: `CODE_HASHES`, in hex and separated by commas, under `CODE_SECRET`.
 *
 * @param env - `process.env`
 * @returns null when neither is set; with only one of them set no code is accepted
 */
export function accessCodesFrom({ CODE_SECRET = '', CODE_HASHES = '' }: Environment): AccessCodes | null {
  if (CODE_SECRET === '' && CODE_HASHES === '') return null;
  return new AccessCodes(
    CODE_HASHES.split(',').map((hash) => hash.trim()),
    CODE_SECRET,
  );
}
