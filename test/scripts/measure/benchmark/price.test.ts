import {
  costAt,
  MEMORY_SETTINGS,
  ONE_CORE_MEGABYTES,
  PRICES,
  provisionedPerMonth,
  recommendedMemory,
} from '../../../../scripts/measure/benchmark/price';

test('one whole core: a second of it with a gigabyte costs what the platform says, and a request', () => {
  const { ms, gigabyteSeconds, usdPerThousand } = costAt(ONE_CORE_MEGABYTES, 1000);
  expect(ms).toBe(1000);
  expect(gigabyteSeconds).toBeCloseTo(ONE_CORE_MEGABYTES / 1024, 9);
  expect(usdPerThousand).toBeCloseTo(1000 * ((ONE_CORE_MEGABYTES / 1024) * 0.0000166667 + 0.0000002), 9);
});

test('half of a core takes twice as long for the same money', () => {
  const [half, whole] = [costAt(ONE_CORE_MEGABYTES / 2, 100), costAt(ONE_CORE_MEGABYTES, 100)];
  expect(half.ms).toBe(200);
  expect(half.usdPerThousand).toBeCloseTo(whole.usdPerThousand, 9);
});

test('more than a core is paid for and idle', () => {
  expect(costAt(2 * ONE_CORE_MEGABYTES, 100).ms).toBe(100);
  expect(costAt(2 * ONE_CORE_MEGABYTES, 100).gigabyteSeconds).toBeCloseTo(2 * costAt(ONE_CORE_MEGABYTES, 100).gigabyteSeconds, 9);
});

test('whole milliseconds are billed', () => {
  expect(costAt(ONE_CORE_MEGABYTES, 0.2).gigabyteSeconds).toBeCloseTo(costAt(ONE_CORE_MEGABYTES, 1).gigabyteSeconds, 9);
});

test('the other architecture is a fifth cheaper', () => {
  const ofWork = (architecture: 'x86_64' | 'arm64'): number =>
    costAt(ONE_CORE_MEGABYTES, 100, architecture).usdPerThousand - 1000 * PRICES.request;
  expect(ofWork('arm64') / ofWork('x86_64')).toBeCloseTo(0.8, 3);
});

test.each([
  [50, 200],
  [300, 600],
])('of pictures of %d ms in %d MB: one whole core is recommended', (ms, megabytes) => {
  expect(recommendedMemory(ms, megabytes)).toBe(ONE_CORE_MEGABYTES);
});

test('a process that does not fit into it gets the next setting', () => {
  expect(recommendedMemory(50, ONE_CORE_MEGABYTES)).toBe(MEMORY_SETTINGS.find((megabytes) => megabytes >= 1.5 * ONE_CORE_MEGABYTES));
});

test('an instance with a gigabyte kept ready for a month', () => {
  expect(provisionedPerMonth(1024)).toBeCloseTo(10.8, 2);
});
