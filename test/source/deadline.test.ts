import { setTimeout as sleep } from 'node:timers/promises';
import { startDeadline } from '../../lib/source/deadline';
import { collectGarbage } from '../helpers/collect-garbage';

const abortOf = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

test('the time is over', async () => {
  const deadline = startDeadline(20);
  expect(await abortOf(deadline.signal)).toMatchObject({ name: 'TimeoutError' });
  expect(deadline.isOver()).toBe(true);
});

test.each([Number.POSITIVE_INFINITY, 3e9])('a time of %d ms is not over at once', async (ms) => {
  const deadline = startDeadline(ms);
  await sleep(20);
  expect(deadline.signal.aborted).toBe(false);
  deadline.end();
});

test('whoever listens is told, whatever is collected meanwhile', async () => {
  const outer = new AbortController();
  // nobody but the listeners keeps the signals
  const told = [abortOf(startDeadline(120, new AbortController().signal).signal), abortOf(startDeadline(10_000, outer.signal).signal)];
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await sleep(5);
  }
  outer.abort('enough');
  collectGarbage();
  expect(await Promise.all(told)).toEqual([expect.objectContaining({ name: 'TimeoutError' }), 'enough']);
});

test('ended, it tells nobody any more', async () => {
  const outer = new AbortController();
  const deadline = startDeadline(5, outer.signal);
  deadline.end();
  outer.abort();
  await sleep(20);
  expect([deadline.signal.aborted, deadline.isOver()]).toEqual([false, false]);
});

test('a signal that aborts stops the clock: nobody has to end it, and its time is not over later', async () => {
  jest.useFakeTimers();
  try {
    const outer = new AbortController();
    const deadlines = [startDeadline(1000, outer.signal), startDeadline(1000, AbortSignal.abort('before'))];
    outer.abort('enough');
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(1000);
    expect(deadlines.map(({ signal, isOver }) => [signal.reason, isOver()])).toEqual([
      ['enough', false],
      ['before', false],
    ]);
  } finally {
    jest.useRealTimers();
  }
});

test('a signal that has aborted before', () => {
  const deadline = startDeadline(1000, AbortSignal.abort('before'));
  expect([deadline.signal.reason, deadline.isOver()]).toEqual(['before', false]);
  deadline.end();
});

test('a signal that is none leaves no clock running', () => {
  jest.useFakeTimers();
  try {
    expect(() => startDeadline(1000, new AbortController() as never)).toThrow(TypeError);
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
