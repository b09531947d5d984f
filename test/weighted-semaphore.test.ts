import { WeightedSemaphore } from '../lib/weighted-semaphore';

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let isSettled = false;
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await new Promise(setImmediate);
  return isSettled;
};

test('units go to all as long as there are enough', async () => {
  const semaphore = new WeightedSemaphore(10);
  const release = await semaphore.acquire(4);
  await semaphore.acquire(6);
  const third = semaphore.acquire(1);
  expect(await settled(third)).toBe(false);
  release();
  await third;
});

test('in the order of arrival: who needs few units does not overtake who needs many', async () => {
  const semaphore = new WeightedSemaphore(10);
  const release = await semaphore.acquire(8);
  const order: string[] = [];
  const large = semaphore.acquire(9).then((done) => {
    order.push('large');
    done();
  });
  const small = semaphore.acquire(1).then(() => order.push('small'));
  await new Promise(setImmediate);
  release();
  await Promise.all([large, small]);
  expect(order).toEqual(['large', 'small']);
});

test('more units than the capacity are the capacity', async () => {
  const semaphore = new WeightedSemaphore(10);
  const release = await semaphore.acquire(1000);
  const other = semaphore.acquire(1);
  expect(await settled(other)).toBe(false);
  release();
  await other;
});

test('who stops waiting gets nothing, and lets those behind pass', async () => {
  const semaphore = new WeightedSemaphore(10);
  const release = await semaphore.acquire(8);
  const { signal, abort } = ((controller) => ({ signal: controller.signal, abort: () => controller.abort() }))(new AbortController());
  const large = semaphore.acquire(9, signal);
  const small = semaphore.acquire(2);
  expect(await settled(small)).toBe(false);
  abort();
  await expect(large).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  await small;
  await expect(semaphore.acquire(1, signal)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  release();
  await semaphore.acquire(8);
});
