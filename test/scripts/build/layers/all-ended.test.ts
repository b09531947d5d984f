import { setTimeout as sleep } from 'node:timers/promises';
import { allEnded } from '../../../../scripts/build/layers/all-ended';

test('what failed is told when all others have ended', async () => {
  let ended = 0;
  const slow = sleep(20).then(() => {
    ended += 1;
  });
  await expect(allEnded([slow, Promise.reject(new Error('no network')), Promise.reject(new Error('no room'))])).rejects.toThrow(
    'no network',
  );
  expect(ended).toBe(1);
});

test('work that ends well', async () => {
  await expect(allEnded([sleep(1), Promise.resolve(1)])).resolves.toBeUndefined();
});
