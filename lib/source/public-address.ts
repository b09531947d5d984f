import type { LookupAddress } from 'node:dns';
import type { Resolver } from 'node:dns/promises';
import type { Agent } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Addresses that are not public, but that the agents of request-filtering-agent let pass. */
const NOT_PUBLIC = new BlockList();
// of IPv6, only 2000::/3 is assigned; the agents themselves refuse `::`, `::1` and IPv4 mapped to IPv6 (::ffff:0:0/96)
NOT_PUBLIC.addRange('::2', '::fffe:ffff:ffff', 'ipv6');
NOT_PUBLIC.addRange('::1:0:0:0', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ipv6');
NOT_PUBLIC.addSubnet('4000::', 2, 'ipv6');
NOT_PUBLIC.addSubnet('8000::', 1, 'ipv6');
// the former 6bone
NOT_PUBLIC.addSubnet('3ffe::', 16, 'ipv6');
// Azure's metadata service: the only one of the large clouds outside the private ranges
NOT_PUBLIC.addAddress('168.63.129.16');

interface PublicAgentOptions {
  /** addresses or CIDR ranges that pass although they are not public */
  readonly allowAddresses: readonly string[];
  /** PEM; replaces the certificate authorities of Node */
  readonly certificateAuthority?: string | undefined;
}

/**
 * Makes an agent for one connection, which must be to a public address, whether the URL has the address or a name: all addresses of a name
 * must be public. A proxy in the environment is not used.
 */
export function publicAgent(protocol: 'http:' | 'https:', { allowAddresses, certificateAuthority }: PublicAgentOptions): Agent {
  const options = { keepAlive: false, allowIPAddressList: [...allowAddresses] };
  if (protocol === 'http:') return new RequestFilteringHttpAgent(options);
  // without `rejectUnauthorized`, NODE_TLS_REJECT_UNAUTHORIZED=0 would apply here, too
  return new RequestFilteringHttpsAgent({ ...options, rejectUnauthorized: true, ca: certificateAuthority });
}

/**
 * Returns whether a host is an address that `publicAgent` would wrongly let pass. Names are left to `publicLookup`.
 *
 * @param host - as in a URL: a name, an IPv4 address or an IPv6 address in brackets
 */
export const isDisguisedAddress = (host: string): boolean => isDisguised(host.replace(/^\[|\]$/g, ''));

/** Makes a lookup that fails when it finds an address that `publicAgent` would wrongly let pass. That agent checks all other addresses. */
export const publicLookup =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      if (!error && addresses.some(isDisguised)) callback(new Error('not a public address'), []);
      else callback(error, found, family);
    });

/** Once a name's addresses of one family (IPv4 or IPv6) are there, how long to wait for the other: some name servers never answer one of the two questions (RFC 8305, 3). */
const OTHER_FAMILY_MS = 250;

/** Makes a lookup of all addresses of a name, which ends when its resolver is cancelled. */
export const resolverLookup =
  (resolver: Resolver): LookupFunction =>
  async (hostname, _, callback) => {
    // `dns.lookup` would not do: it cannot be stopped, each name takes one of two threads until the system gives up, and two names without an answer block all others.
    // Only `dns.lookup` knows /etc/hosts and search domains, but those names lead to internal hosts, from which nothing is downloaded.
    const found: LookupAddress[] = [];
    const questions = [resolver.resolve4(hostname), resolver.resolve6(hostname)].map(async (answer) => {
      for (const address of await answer) found.push({ address, family: isIP(address) });
    });
    const isAnswered = new AbortController();
    const firstAndDelay = Promise.any(questions).then(() => delay(OTHER_FAMILY_MS, undefined, { signal: isAnswered.signal }));
    await Promise.race([Promise.allSettled(questions), firstAndDelay.catch(() => {})]);
    isAnswered.abort();
    // a copy: an address that comes later has been checked by nobody
    callback(found.length > 0 ? null : new Error('no address found'), [...found]);
  };

function isDisguised(address: string): boolean {
  const [bare = ''] = address.split('%');
  const version = isIP(bare);
  return version !== 0 && (NOT_PUBLIC.check(bare, version === 4 ? 'ipv4' : 'ipv6') || (version === 6 && isTunnel(bare)));
}

/** The second half of an ISATAP address (RFC 5214, 6.1), which leads to the IPv4 address at its end. */
const ISATAP = /:(?:0:|200:|:)5efe(?:::|:[\da-f]{1,4}:[\da-f]{1,4})\]$/;

/** Whether an IPv6 address leads to an IPv4 address, which the agents would not check. */
const isTunnel = (address: string): boolean => ISATAP.test(new URL(`http://[${address}]`).hostname);
