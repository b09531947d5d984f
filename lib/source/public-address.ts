import type { LookupAddress } from 'node:dns';
import type { Resolver } from 'node:dns/promises';
import type { Agent } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Addresses that the agents take for public ones. */
const NOT_PUBLIC = new BlockList();
// of IPv6, 2000::/3 alone is given out; `::`, `::1` and IPv4 mapped to IPv6 (::ffff:0:0/96) are the agents' own
NOT_PUBLIC.addRange('::2', '::fffe:ffff:ffff', 'ipv6');
NOT_PUBLIC.addRange('::1:0:0:0', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ipv6');
NOT_PUBLIC.addSubnet('4000::', 2, 'ipv6');
NOT_PUBLIC.addSubnet('8000::', 1, 'ipv6');
// once the 6bone's
NOT_PUBLIC.addSubnet('3ffe::', 16, 'ipv6');
// Azure's metadata, the one of the large clouds' that is outside the private ranges
NOT_PUBLIC.addAddress('168.63.129.16');

export interface PublicAgentOptions {
  /** addresses or CIDR ranges that pass although they are not public */
  readonly allowAddresses: readonly string[];
  /** PEM; replaces the certificate authorities of Node */
  readonly certificateAuthority?: string | undefined;
}

/**
 * An agent for one connection, and only to a public address, whether the address is written in the URL or looked up: all addresses of a name
 * must be public. A proxy of the environment is not used.
 */
export function publicAgent(protocol: 'http:' | 'https:', { allowAddresses, certificateAuthority }: PublicAgentOptions): Agent {
  const options = { keepAlive: false, allowIPAddressList: [...allowAddresses] };
  if (protocol === 'http:') return new RequestFilteringHttpAgent(options);
  // spelled out, or NODE_TLS_REJECT_UNAUTHORIZED=0 would hold here too
  return new RequestFilteringHttpsAgent({ ...options, rejectUnauthorized: true, ca: certificateAuthority });
}

/**
 * Whether a host is an address that `publicAgent` would wrongly let pass. Names are left to `publicLookup`.
 *
 * @param host - as in a URL: a name, an IPv4 address or an IPv6 address in brackets
 */
export const isDisguisedAddress = (host: string): boolean => isDisguised(host.replace(/^\[|\]$/g, ''));

/** A lookup that fails when one of the addresses found would wrongly be let pass by `publicAgent`, which checks the rest. */
export const publicLookup =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      if (!error && addresses.some(isDisguised)) callback(new Error('not a public address'), []);
      else callback(error, found, family);
    });

/** Once a name's addresses of one family are there, how long those of the other are waited for: some name servers never answer one of the two questions (RFC 8305, 3). */
const OTHER_FAMILY_MS = 250;

/** A lookup of all addresses, which ends when its resolver is cancelled. */
export const resolverLookup =
  (resolver: Resolver): LookupFunction =>
  async (hostname, _, callback) => {
    // Not `dns.lookup`: nothing stops it, each name takes one of two threads until the system gives up, and two that nobody answers keep all others waiting.
    // It alone heeds /etc/hosts and search domains, whose names lead inside, where nothing is downloaded from.
    const found: LookupAddress[] = [];
    const questions = [resolver.resolve4(hostname), resolver.resolve6(hostname)].map(async (answer) => {
      for (const address of await answer) found.push({ address, family: isIP(address) });
    });
    const isAnswered = new AbortController();
    const firstAndDelay = Promise.any(questions).then(() => delay(OTHER_FAMILY_MS, undefined, isAnswered));
    await Promise.race([Promise.allSettled(questions), firstAndDelay.catch(() => {})]);
    isAnswered.abort();
    callback(found.length > 0 ? null : new Error('no address found'), [...found]);
  };

function isDisguised(address: string): boolean {
  const [bare = ''] = address.split('%');
  const version = isIP(bare);
  return version !== 0 && (NOT_PUBLIC.check(bare, version === 4 ? 'ipv4' : 'ipv6') || (version === 6 && isTunnel(bare)));
}

/** The last half of an address that leads to the IPv4 address in its end: ISATAP (RFC 5214, 6.1). */
const ISATAP = /:(0|200|):?5efe:[\da-f]{1,4}:[\da-f]{1,4}$/;

/** Whether an IPv6 address stands for an IPv4 address that is not looked at. */
const isTunnel = (address: string): boolean => ISATAP.test(new URL(`http://[${address}]`).hostname.replace(/^\[|\]$/g, ''));
