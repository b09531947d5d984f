import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { watchConnections } from '../../../../scripts/measure/torture/watch-connections';

const lookup: LookupFunction = (_name, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.2', family: 4 }]) : callback(null, '127.0.0.2', 4);

test.each([
  ['http://127.0.0.2:1/', http],
  ['https://127.0.0.2:1/', https],
  ['http://name.test:1/', http],
  ['https://name.test:1/', https],
])('%s: an attempt is recorded by its address', async (url, { get }) => {
  const attempts = watchConnections();
  await once(get(url, { lookup }), 'error');
  expect(attempts).toEqual(['127.0.0.2']);
});
