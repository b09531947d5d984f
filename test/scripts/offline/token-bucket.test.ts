import fc from 'fast-check';
import { TokenBucket } from '../../../scripts/offline/token-bucket';

const bucketAt = (rateLimit: number, burstLimit: number) => {
  const clock = { ms: 5000 };
  return { clock, bucket: new TokenBucket({ rateLimit, burstLimit }, () => clock.ms) };
};

test('lets a burst through, then the rate', () => {
  const { clock, bucket } = bucketAt(2, 3);
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
  clock.ms += 499;
  expect(bucket.take()).toBe(false);
  clock.ms += 1;
  expect([1, 2].map(() => bucket.take())).toEqual([true, false]);
  clock.ms += 60_000;
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
});

test('a token given back can be taken again', () => {
  const { bucket } = bucketAt(1, 1);
  bucket.take();
  bucket.giveBack();
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
});

test('never more than a burst and the rate, whenever requests come', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(400)), (rate, burst, gaps) => {
      const { clock, bucket } = bucketAt(rate, burst);
      const start = clock.ms;
      let taken = 0;
      for (const gap of gaps) {
        clock.ms += gap;
        if (bucket.take()) taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(burst + ((clock.ms - start) / 1000) * rate + 1e-6);
    }),
  );
});
