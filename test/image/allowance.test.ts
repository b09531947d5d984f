import { Allowance } from '../../lib/image/allowance';

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let isSettled = false;
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await new Promise(setImmediate);
  return isSettled;
};

test('as many as fit have their share at the same time', async () => {
  const allowance = new Allowance(10);
  const giveBack = await allowance.take(4);
  await allowance.take(6);
  const third = allowance.take(1);
  expect(await settled(third)).toBe(false);
  giveBack();
  await third;
});

test('in their order: one that needs little does not overtake one that needs much', async () => {
  const allowance = new Allowance(10);
  const giveBack = await allowance.take(8);
  const order: string[] = [];
  const large = allowance.take(9).then((done) => {
    order.push('large');
    done();
  });
  const small = allowance.take(1).then(() => order.push('small'));
  await new Promise(setImmediate);
  giveBack();
  await Promise.all([large, small]);
  expect(order).toEqual(['large', 'small']);
});

test('more than there is is all of it', async () => {
  const allowance = new Allowance(10);
  const giveBack = await allowance.take(1000);
  const other = allowance.take(1);
  expect(await settled(other)).toBe(false);
  giveBack();
  await other;
});

test('who is told to go gets nothing, and lets those behind pass', async () => {
  const allowance = new Allowance(10);
  const giveBack = await allowance.take(8);
  const { signal, abort } = ((controller) => ({ signal: controller.signal, abort: () => controller.abort() }))(new AbortController());
  const large = allowance.take(9, signal);
  const small = allowance.take(2);
  expect(await settled(small)).toBe(false);
  abort();
  await expect(large).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  await small;
  await expect(allowance.take(1, signal)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  giveBack();
  await allowance.take(8);
});
