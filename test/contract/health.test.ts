import { validateHealthAnswer } from '../../generated/validators';
import { healthOf } from '../../lib/contract/health';
import { networkVersions } from '../../lib/model/manifest';
import { version } from '../../package.json';

test('tells the version, and of every network which one it is and whether it is loaded', () => {
  const networks = [
    { name: 'one', version: '0123456789a' },
    { name: 'other', version: 'ba987654321' },
  ];
  const health = healthOf(networks, new Set(['other', 'neither']));
  expect(health).toEqual({
    status: 'ok',
    version,
    models: [
      { ...networks[0], loaded: false },
      { ...networks[1], loaded: true },
    ],
  });
  expect(validateHealthAnswer(health)).toBe(true);
});

test('fits its schema with the networks of the manifest', () => {
  expect(validateHealthAnswer(healthOf(networkVersions, new Set()))).toBe(true);
});
