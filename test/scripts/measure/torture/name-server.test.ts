import { lookupBy, type NameServer, startNameServer } from '../../../../scripts/measure/torture/name-server';

let names: NameServer;
beforeAll(async () => {
  names = await startNameServer(new Map([['changing.test', [['192.0.2.1'], ['10.0.0.1', '10.0.0.2']]]]));
});
afterAll(() => names.close());

const resolved = (name: string): Promise<unknown> =>
  new Promise((resolve) => lookupBy(names)(name, { all: true }, (error, found) => resolve(error?.code ?? found)));

test('a name has other addresses each time that it is asked for', async () => {
  expect(await resolved('changing.test')).toEqual([{ address: '192.0.2.1', family: 4 }]);
  const second = [
    { address: '10.0.0.1', family: 4 },
    { address: '10.0.0.2', family: 4 },
  ];
  expect(await resolved('changing.test')).toEqual(second);
  expect(await resolved('CHANGING.test')).toEqual(second);
  expect(names.queries('changing.test')).toBe(3);
});

test('what is not in the zone is not there', async () => {
  expect(await resolved('other.test')).toBe('ENOTFOUND');
});
