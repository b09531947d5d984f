import { createServer, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { CardOcrError } from '../../../lib';
import { downloadImage } from '../../../lib/source/url';
import { listen } from '../../command/local-server';
import { FORBIDDEN_HOSTS, FORBIDDEN_IPV4, FORBIDDEN_NAMES } from './addresses';
import { startCanary } from './canary';
import { lookupBy, startNameServer, type Zone } from './name-server';
import { fine, type Series, type Verdict } from './series';
import { watchConnections } from './watch-connections';

/** Address that stands for a public server's: it is allowed explicitly, as nothing else on the loopback is. */
const PUBLIC = '127.0.0.1';
/** Address that stands for a private server's: nothing may connect to it. */
const PRIVATE = '127.0.0.2';
const LIMIT_BYTES = 1000;
/** Forbidden addresses that names are resolved to, except the one that stands for a public server's here. */
const RESOLVED = FORBIDDEN_IPV4.filter((address) => address !== PUBLIC);
const BODY = Buffer.from('any bytes');

/** Names with their addresses; those of some names change, or are of both kinds. */
const ZONE: Zone = new Map<string, readonly (readonly string[])[]>([
  ['public.test', [[PUBLIC]]],
  ['private.test', [[PRIVATE]]],
  ['rebound.test', [[PUBLIC], [PRIVATE]]],
  ['mixed.test', [[PUBLIC, PRIVATE]]],
  ['mixed-second.test', [[PRIVATE, PUBLIC]]],
  ...RESOLVED.map((address, i) => [`forbidden-${i}.test`, [[address]]] as const),
  ...FORBIDDEN_NAMES.map((name) => [name.toLowerCase().replace(/\.$/, ''), [['169.254.169.254']]] as const),
]);

const isPublic = (host: string): boolean => URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === PUBLIC;

interface Case {
  readonly url: string;
  /** whether a picture may come from it */
  readonly isAllowed: boolean;
}

const refused = (url: string): Case => ({ url, isAllowed: false });

/** @param port - of both the public server and the private one */
function casesOf(port: number): Case[] {
  const hosts = [
    ...FORBIDDEN_HOSTS.filter((host) => !isPublic(host)),
    ...FORBIDDEN_NAMES,
    `private.test`,
    'mixed.test',
    'mixed-second.test',
  ];
  const named = RESOLVED.map((_, i) => `forbidden-${i}.test`);
  const direct = [...hosts, ...named].flatMap((host) => ['http', 'https'].map((scheme) => refused(`${scheme}://${host}:${port}/picture`)));
  const redirected = [
    ...[...hosts, ...named].map((host) => `http://${host}:${port}/picture`),
    ...[
      'file:///etc/passwd',
      'ftp://127.0.0.2/',
      'gopher://127.0.0.2:70/_x',
      'data:image/png;base64,AAAA',
      'http://user:pw@public.test/',
      '//127.0.0.2/',
      'http://[',
    ],
    ...['javascript:0', 'http:\\\\127.0.0.2', `http://public.test:${port}@127.0.0.2:${port}/`],
  ].map((target) => refused(`http://public.test:${port}/to?${encodeURIComponent(target)}`));
  return [
    { url: `http://public.test:${port}/picture`, isAllowed: true },
    { url: `http://${PUBLIC}:${port}/picture`, isAllowed: true },
    ...direct,
    ...redirected,
    // at the first look-up the name leads to the public server, which sends the client to the same name again
    refused(`http://rebound.test:${port}/to?${encodeURIComponent(`http://rebound.test:${port}/picture`)}`),
    // the name is looked up once, and the connection goes to what was found then
    { url: `http://rebound.test:${port}/picture`, isAllowed: true },
    ...['http://public.test@127.0.0.2', 'http://a:b@public.test', 'http://127.0.0.2#@public.test', 'http://127.0.0.2\\@public.test'].map(
      (url) => refused(`${url}:${port}/`),
    ),
    refused(`http://unknown.test:${port}/`),
  ];
}

/** Number of URLs that are tried. To count them, any port will do. */
export const URL_COUNT = casesOf(0).length;

/** Returns the series of URLs that lead to where no picture may come from, with a name server and servers on this machine. Connections are counted. */
export async function urlSeries(): Promise<Series> {
  const attempts = watchConnections();
  const port = await listen(publicServer(), 0, PUBLIC);
  const canary = await startCanary(PRIVATE, port);
  const limits = { limitBytes: LIMIT_BYTES, signal: new AbortController().signal, buckets: [], allowAddresses: [PUBLIC] };
  const cases = casesOf(port);
  const tryUrl = async ({ url, isAllowed }: Case, lookup: LookupFunction): Promise<Verdict> => {
    try {
      await downloadImage(url, limits, { lookup });
      return { answer: '200', problem: isAllowed ? null : 'downloaded' };
    } catch (thrown) {
      if (!(thrown instanceof CardOcrError)) return { answer: 'foreign', problem: 'no error of the contract' };
      const answer = String(thrown.status);
      return isAllowed || thrown.code !== 'DOWNLOAD_FAILED' ? { answer, problem: `${thrown.code}, not what it should be` } : fine(answer);
    }
  };
  const strays = (): number => attempts.filter((address) => address !== PUBLIC).length + canary.connections();
  return {
    tryOne: async (index) => {
      const before = strays();
      // a new name server each time, so that names that change do so for each URL
      const names = await startNameServer(ZONE);
      const verdict = await tryUrl(cases[index]!, lookupBy(names));
      names.close();
      const more = strays() - before;
      return more > 0 ? { ...verdict, problem: `${more} connections that must not be` } : verdict;
    },
  };
}

const publicServer = (): Server =>
  createServer(({ url = '' }, response) => {
    const [path, target = ''] = url.split('?');
    // in UTF-8, as servers send it that do not percent-encode
    if (path === '/to') response.writeHead(302, { location: Buffer.from(decodeURIComponent(target)).toString('latin1') }).end();
    else response.end(BODY);
  });
