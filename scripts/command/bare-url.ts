import { UsageError } from './usage-error';

/** A URL's scheme, and what follows it up to `?` or `#`, without user and password. A single letter in front is no scheme: it may be a drive. */
const URL_NAME = /^([a-z][a-z\d+.-]+:\/\/)(?:[^/?#]*@)?([^?#]*)/i;

/** Whether a name that stands for a path is a URL. */
export const isUrl = (name: string): boolean => URL_NAME.test(name);

/**
 * Returns what a message may tell of a URL: user and password are secrets, and what stands behind `?` or `#` may be a signature. Other names stay as they are.
 */
export function bareUrl(name: string): string {
  const [, scheme, rest] = URL_NAME.exec(name) ?? [];
  if (scheme === undefined) return name;
  // if the rest is no URL, it was cut within a password
  return URL.canParse(`${scheme}${rest}`) ? `${scheme}${rest}` : `${scheme}…`;
}

/** @throws {UsageError} for a URL in place of a path; @param instead - what the user can do */
export function refuseUrl(command: string, name: string, instead = 'download it first'): void {
  if (isUrl(name)) throw new UsageError(`${command}: ${bareUrl(name)} is no path; ${instead}`);
}
