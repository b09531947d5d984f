import { createSocket, type Socket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceLimits } from '../../lib/source/image-source';
import { resolverLookup } from '../../lib/source/public-address';
import { downloadImage } from '../../lib/source/url';
import { type NameServer, startNameServer } from '../../scripts/measure/torture/name-server';
import { errorCode } from '../helpers/error-code';
import { type PictureServer, servePictures } from '../helpers/picture-server';

const ZONE = new Map([
  ['cards.test', [['127.0.0.1']]],
  ['localhost', [['127.0.0.2']]],
  ['inside.test', [['10.0.0.1']]],
  ['mixed.test', [['127.0.0.1', '10.0.0.1']]],
]);
const limits: SourceLimits = { limitBytes: 100, signal: new AbortController().signal, buckets: [], allowAddresses: ['127.0.0.1'] };

let pictures: PictureServer;
let names: NameServer;
/** A name server that answers nothing. */
let silent: Socket;
beforeAll(async () => {
  pictures = await servePictures({ '/': (response) => response.end('card') });
  names = await startNameServer(ZONE);
  silent = createSocket('udp4').bind(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  names.close();
  silent.close();
  await pictures.close();
});

const asking = (port: number): Resolver => {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
};
const download = (host: string, resolver: Resolver, signal = limits.signal): Promise<Uint8Array> =>
  downloadImage(`http://${host}:${pictures.port}/`, { ...limits, signal }, { resolver });
const found = (host: string, resolver: Resolver): Promise<LookupAddress[] | Error> =>
  new Promise((resolve) => resolverLookup(resolver)(host, {}, (error, addresses) => resolve(error ?? (addresses as LookupAddress[]))));

test('names that nobody answers hold up no other', async () => {
  const budget = new AbortController();
  const slow = Array.from({ length: 8 }, (_, i) =>
    errorCode(() => download(`slow-${i}.test`, asking(silent.address().port), budget.signal)),
  );
  expect(Buffer.from(await download('cards.test', asking(names.port))).toString()).toBe('card');
  budget.abort();
  expect(await Promise.all(slow)).toEqual(slow.map(() => 'REQUEST_TIMEOUT'));
});

test('what is asked ends with its resolver, and that with the download', async () => {
  const resolver = asking(silent.address().port);
  const asked = once(silent, 'message');
  const finding = found('slow.test', resolver);
  await asked;
  const cancel = jest.spyOn(resolver, 'cancel');
  await errorCode(() => download('slow.test', resolver, AbortSignal.timeout(10)));
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(await finding).toBeInstanceOf(Error);
});

test.each(['inside.test', 'mixed.test', 'localhost', 'unknown.test'])('nothing comes from %s', async (host) => {
  expect(await errorCode(() => download(host, asking(names.port)))).toBe('DOWNLOAD_FAILED');
  expect(names.queries(host)).toBe(1);
});

describe('addresses of both families', () => {
  const NONE = new Error('ENODATA');
  const answering = (v4: string[] | Error, v6: string[] | Error): Resolver => {
    const answer = async (addresses: string[] | Error) => {
      if (addresses instanceof Error) throw addresses;
      return addresses;
    };
    return { resolve4: () => answer(v4), resolve6: () => answer(v6), cancel: () => {} } as unknown as Resolver;
  };

  test.each<[string[] | Error, string[] | Error, LookupAddress[]]>([
    [['1.2.3.4'], NONE, [{ address: '1.2.3.4', family: 4 }]],
    [NONE, ['2606::1'], [{ address: '2606::1', family: 6 }]],
    [
      ['1.2.3.4'],
      ['2606::1'],
      [
        { address: '1.2.3.4', family: 4 },
        { address: '2606::1', family: 6 },
      ],
    ],
  ])('%j and %j', async (v4, v6, addresses) => {
    expect(await found('cards.test', answering(v4, v6))).toEqual(addresses);
  });

  test('one that comes a little later is found, too', async () => {
    const later = (address: string) => () => sleep(20).then(() => [address]);
    const [v4, v6] = [answering(['1.2.3.4'], NONE), answering(NONE, ['2606::1'])];
    const both = [
      { address: '1.2.3.4', family: 4 },
      { address: '2606::1', family: 6 },
    ];
    expect(await found('cards.test', Object.assign(v4, { resolve6: later('2606::1') }))).toEqual(both);
    expect(await found('cards.test', Object.assign(v6, { resolve4: later('1.2.3.4') }))).toEqual(both.toReversed());
  });

  test('one that no name server answers holds up the other for no long time', async () => {
    const never = new Promise<never>(() => {});
    const [v4, v6] = [answering(['1.2.3.4'], NONE), answering(NONE, ['2606::1'])];
    expect(await found('cards.test', Object.assign(v4, { resolve6: () => never }))).toEqual([{ address: '1.2.3.4', family: 4 }]);
    expect(await found('cards.test', Object.assign(v6, { resolve4: () => never }))).toEqual([{ address: '2606::1', family: 6 }]);
  });

  test('none', async () => {
    expect(await found('cards.test', answering(NONE, NONE))).toBeInstanceOf(Error);
  });

  test.each(['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::1', 'fd00::1'])('have to be public, each of them, also %s', async (address) => {
    const { total } = pictures.connections();
    expect(await errorCode(() => download('cards.test', answering(['127.0.0.1'], [address])))).toBe('DOWNLOAD_FAILED');
    expect(pictures.connections().total).toBe(total);
  });
});
