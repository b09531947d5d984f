import { healthAnswer, isHealthCheck } from '../../handlers/health';
import { loadedModels } from '../../handlers/reader';
import { manifest } from '../../lib/model/manifest';
import { EVENT_KINDS } from '../helpers/events';

describe.each(EVENT_KINDS)('%s', (_, eventOf) => {
  test.each([
    ['GET', '/v1/health', true],
    ['GET', '/v1/health/', true],
    ['HEAD', '/v1/health', true],
    ['POST', '/v1/health', false],
    ['GET', '/health', false],
    ['GET', '/v1/cards', false],
  ])('%s %s: %s', (method, path, isOne) => {
    expect(isHealthCheck(eventOf({ method, path }))).toBe(isOne);
  });
});

test('answers without loading anything', () => {
  const { status, headers, body } = healthAnswer('id');
  expect([status, headers['X-Ca-Request-Id'], headers['Cache-Control']]).toEqual([200, 'id', 'no-store']);
  const { models } = JSON.parse(body) as { models: { loaded: boolean }[] };
  expect(models.map(({ loaded }) => loaded)).toEqual(Object.keys(manifest).map(() => false));
  expect(loadedModels().size).toBe(0);
});
