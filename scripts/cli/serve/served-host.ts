import { isIP } from 'node:net';

/**
 * Whether a request is meant for this server: for an address, for `localhost`, or for a name that the server was started for. A page of another host, whose
 * name leads to this machine (DNS rebinding), gives itself away by that name; it cannot pose as an address.
 *
 * @param header - `Host`; browsers always send one
 * @param names - in lower case
 */
export function isServedHost(header: string | undefined, names: readonly string[]): boolean {
  if (header === undefined) return true;
  if (!URL.canParse(`http://${header}`)) return false;
  const { hostname, pathname, username, password } = new URL(`http://${header}`);
  if (pathname !== '/' || username !== '' || password !== '') return false;
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 || bare === 'localhost' || names.includes(bare);
}
