import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import type { SourceLimits } from '../../lib/source/image-source';
import { isDisguisedAddress } from '../../lib/source/public-address';
import { downloadImage } from '../../lib/source/url';
import { errorCode } from '../helpers/error-code';
import { type PictureServer, servePictures } from '../helpers/picture-server';

const limits: SourceLimits = { limitBytes: 1000, signal: new AbortController().signal, buckets: [], allowAddresses: [] };

/** Holds in what downloads of these tests do: a test file that ran before in this process may still open connections. */
const download = new AsyncLocalStorage<boolean>();
/** Addresses that sockets of downloads tried to connect to. */
const attempts: string[] = [];
/** Sockets of downloads that were made to connect, whether they tried or not. */
let sockets = 0;
/** Of the server, made by tests before. */
let connectionsBefore = 0;
const newConnections = (): number => server.connections().total - connectionsBefore;
const watch = (message: unknown): void => {
  if (!download.getStore()) return;
  sockets++;
  (message as { socket: Socket }).socket.on('connectionAttempt', (address: string) => attempts.push(address));
};

const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ family }) => family === 'IPv6'));

/** Listens on all addresses of this machine, of both families where it has both. */
let server: PictureServer;
beforeAll(async () => {
  server = await servePictures({ '/': (response) => response.end('secret') }, { host: HAS_IPV6 ? '::' : '0.0.0.0' });
  subscribe('net.client.socket', watch);
});
afterAll(async () => {
  unsubscribe('net.client.socket', watch);
  await server.close();
});
beforeEach(() => {
  attempts.length = 0;
  sockets = 0;
  connectionsBefore = server.connections().total;
});

const codeOf = (url: string, changes: Partial<SourceLimits> = {}, lookup?: LookupFunction) =>
  download.run(true, () => errorCode(() => downloadImage(url, { ...limits, ...changes }, lookup ? { lookup } : {})));

/** A resolver that gives each caller the next list of addresses, the last for ever. */
const resolvingTo = (...lists: readonly string[][]): LookupFunction => {
  let calls = 0;
  return (_, { all }, callback) => {
    const found = lists[Math.min(calls++, lists.length - 1)]!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
};

const expectNoConnection = (): void => {
  expect(attempts).toEqual([]);
  expect(newConnections()).toBe(0);
};

const NOT_PUBLIC_IPV4 = [
  ...['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '169.254.170.2', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '198.18.0.1'],
  ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '192.88.99.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
];
const NOT_PUBLIC_IPV6 = [
  ...['::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:127.0.0.1', '::127.0.0.1', '::a00:1', '::2'],
  ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1'],
  ...['2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::', '2001:db8::1', '100::1', '::ffff:8.8.8.8'],
  // outside of what is given out, the 6bone's, a dummy prefix, ISATAP
  ...[
    '1000::1',
    '4000::1',
    '5f00::1',
    '8000::1',
    'e000::1',
    '3ffe::1',
    '100:0:0:1::5',
    '2606:4700::5efe:7f00:1',
    '2606:4700:1:2:0:5efe::',
    '2606:4700::200:5efe:10.0.0.1',
  ],
  // the ends of ranges
  ...['::fffe:ffff:ffff', '::1:0:0:0', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '7fff::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];
const SPELLINGS = [
  ...['2130706433', '0x7f000001', '0x7F.1', '0177.0.0.1', '0177.0.0.01', '017700000001', '127.1', '127.0.1', '0x7f.0x0.0x0.0x1'],
  ...['127.0.0.1.', '127.000.000.001', '0', '0x0', '00000', '0.0.0.0.', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518'],
  ...['①②⑦.⓪.⓪.①', '127。0。0。1', '１２７.0.0.1', '%31%32%37.0.0.1', '127%2e0%2e0%2e1', '1\t27.0.0.1', '0x7f.1.'],
];

describe('literal addresses', () => {
  test.each([...NOT_PUBLIC_IPV4, ...SPELLINGS, ...NOT_PUBLIC_IPV6.map((address) => `[${address}]`)])('%s', async (host) => {
    expect(await codeOf(`http://${host}:${server.port}/`)).toBe('DOWNLOAD_FAILED');
    expect(sockets).toBe(0);
    expect(await codeOf(`https://${host}:${server.port}/`)).toBe('DOWNLOAD_FAILED');
    expectNoConnection();
  });

  test('behind other parts of a URL', async () => {
    for (const url of [
      'http:127.0.0.1:PORT',
      'http:/\\127.0.0.1:PORT',
      'HTTP:\\\\127.0.0.1:PORT/',
      ' http://127.0.0.1:PORT/#@example.org',
    ]) {
      expect(await codeOf(url.replace('PORT', String(server.port)))).toBe('DOWNLOAD_FAILED');
    }
    expectNoConnection();
  });
});

test.each([
  '8.8.8.8',
  '[2000::1]',
  '[2606:4700::1111]',
  '[3fff:ffff::1]',
  '[2606:4700::5efe:1]',
  '[2606:4700:1:2:1234:5efe:1:2]',
  '[2606:4700:1:2:1200:5efe:1:2]',
  'example.org',
])('%s is not in disguise', (host) => {
  expect(isDisguisedAddress(host)).toBe(false);
});

describe('names', () => {
  test.each(['localhost', 'LOCALHOST', 'localhost.', 'ⓛocalhost'])('%s', async (host) => {
    expect(await codeOf(`http://${host}:${server.port}/`, {}, resolvingTo(['127.0.0.1']))).toBe('DOWNLOAD_FAILED');
    expectNoConnection();
  });

  test.each([...NOT_PUBLIC_IPV4, ...NOT_PUBLIC_IPV6, 'fe80::1%lo'])('of %s', async (address) => {
    const url = `http://example.org:${server.port}/`;
    expect(await codeOf(url, {}, resolvingTo([address]))).toBe('DOWNLOAD_FAILED');
    expect(await codeOf(url, {}, resolvingTo(['93.184.215.14', address]))).toBe('DOWNLOAD_FAILED');
    expect(await codeOf(url.replace('http', 'https'), {}, resolvingTo([address]))).toBe('DOWNLOAD_FAILED');
    expectNoConnection();
  });

  test('that change between two hops are looked at again', async () => {
    const hopping = await servePictures({ '/': (response) => response.writeHead(302, { location: '/next' }).end() });
    const lookup = resolvingTo(['127.0.0.1'], ['127.0.0.2']);
    expect(await codeOf(`http://example.org:${hopping.port}/`, { allowAddresses: ['127.0.0.1'] }, lookup)).toBe('DOWNLOAD_FAILED');
    expect(attempts).toEqual(['127.0.0.1']);
    await hopping.close();
  });

  test('that do not resolve', async () => {
    const lookup: LookupFunction = (_, __, callback) => callback(new Error('ENOTFOUND'), []);
    expect(await codeOf('http://example.org/', {}, lookup)).toBe('DOWNLOAD_FAILED');
    expectNoConnection();
  });
});

test('whatever a URL is, it leads nowhere', async () => {
  const hosts = [...SPELLINGS, ...NOT_PUBLIC_IPV4, ...NOT_PUBLIC_IPV6.map((address) => `[${address}]`)];
  const parsedHosts = new Set(hosts.map((host) => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host)));
  /** Pieces of a URL may well add up to an address that is public. */
  const mayBePublic = (url: string): boolean => {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    return isIP(host.replace(/[[\]]/g, '')) !== 0 && !parsedHosts.has(host);
  };
  const lookup: LookupFunction = (_, __, callback) => callback(new Error('ENOTFOUND'), []);
  const part = fc.oneof(
    fc.constantFrom(...hosts, 'localhost'),
    fc.constantFrom('http:', 'https:', '/', '//', '\\', '@', ':', '#', '?', '.', '%', ' ', '\n', '\u3002'),
    fc.string({ maxLength: 4 }),
    fc.webUrl(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), fc.boolean(), async (parts, isWeb) => {
      const url = (isWeb ? 'http://' : '') + parts.join('');
      fc.pre(!mayBePublic(url));
      expect(await codeOf(url, {}, lookup)).toBe('DOWNLOAD_FAILED');
      expectNoConnection();
    }),
    { numRuns: 300 },
  );
});

test('what is allowed is connected to', async () => {
  const url = (host: string) => `http://${host}:${server.port}/`;
  expect(await codeOf(url('127.0.0.1'), { allowAddresses: ['127.0.0.1'] })).toBeNull();
  expect(await codeOf(url('2130706433'), { allowAddresses: ['127.0.0.0/8'] })).toBeNull();
  expect(await codeOf(url('example.org'), { allowAddresses: ['127.0.0.1'] }, resolvingTo(['127.0.0.1']))).toBeNull();
  expect(await codeOf(url('[::1]'), { allowAddresses: ['127.0.0.1'] })).toBe('DOWNLOAD_FAILED');
  expect(attempts).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
  expect(newConnections()).toBe(3);
  if (HAS_IPV6) expect(await codeOf(url('[::1]'), { allowAddresses: ['::1'] })).toBeNull();
});
