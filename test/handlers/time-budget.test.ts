import { startTimeBudget } from '../../handlers/time-budget';
import { errorCode } from '../helpers/error-code';

const contextWith = (remainingMs: number) => ({ getRemainingTimeInMillis: () => remainingMs });
const hanging = new Promise<never>(() => {});

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Whether the signal is aborted just before and at a time. */
const spentAt = (ms: number, budget: { signal: AbortSignal }): readonly boolean[] => {
  jest.advanceTimersByTime(ms - 1);
  const before = budget.signal.aborted;
  jest.advanceTimersByTime(1);
  return [before, budget.signal.aborted];
};

test.each([
  ['the longest time', 3000, undefined, 3000],
  ['no remaining time known', 3000, {}, 3000],
  ['plenty of remaining time', 3000, contextWith(30_000), 3000],
  ['less remaining time, of which a reserve is kept', 25_000, contextWith(3000), 2500],
  ['a remaining time as long', 3000, contextWith(3000), 2500],
])('a budget is spent when its time is over, not before: %s', (_, longestMs, context, spentMs) => {
  const budget = startTimeBudget(longestMs, context);
  expect(budget.signal.aborted).toBe(false);
  expect(spentAt(spentMs, budget)).toEqual([false, true]);
});

test.each([500, 400, 0, -5])('%i ms of remaining time are none', async (remainingMs) => {
  const budget = startTimeBudget(3000, contextWith(remainingMs));
  const code = errorCode(() => budget.run(hanging));
  jest.advanceTimersByTime(1);
  expect(budget.signal.aborted).toBe(true);
  expect(await code).toBe('REQUEST_TIMEOUT');
});

test.each([Number.POSITIVE_INFINITY, 2 ** 31, Number.MAX_SAFE_INTEGER])('%d ms are more than a timer takes, not none', (longestMs) => {
  const budget = startTimeBudget(longestMs);
  expect(spentAt(2 ** 31 - 1, budget)).toEqual([false, true]);
});

test('408 while the work hangs', async () => {
  const budget = startTimeBudget(3000);
  const code = errorCode(() => budget.run(hanging));
  jest.advanceTimersByTime(3000);
  expect(await code).toBe('REQUEST_TIMEOUT');
});

test('work that is done in time', async () => {
  const budget = startTimeBudget(3000);
  expect(await budget.run(Promise.resolve(42))).toBe(42);
  const failure = new TypeError('x');
  await expect(budget.run(Promise.reject(failure))).rejects.toBe(failure);
  expect(budget.signal.aborted).toBe(false);
});

test('work that ends when the signal aborts, in whatever way, is 408', async () => {
  const budget = startTimeBudget(3000);
  const work = new Promise((_, reject) => budget.signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const code = errorCode(() => budget.run(work));
  jest.advanceTimersByTime(3000);
  expect(await code).toBe('REQUEST_TIMEOUT');
});

test('work that begins when the time is spent is 408', async () => {
  const budget = startTimeBudget(3000);
  jest.advanceTimersByTime(3000);
  expect(await errorCode(() => budget.run(hanging))).toBe('REQUEST_TIMEOUT');
});

test('ended, the clock stands still and nothing is left running', () => {
  const budget = startTimeBudget(3000);
  expect(jest.getTimerCount()).toBe(1);
  budget.end();
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(1e6);
  expect(budget.signal.aborted).toBe(false);
  expect(() => budget.end()).not.toThrow();
});

test('what fails afterwards, or that nobody ran anything, is no unhandled rejection', async () => {
  jest.useRealTimers();
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  try {
    const budget = startTimeBudget(1);
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 10));
    expect(await errorCode(() => budget.run(late))).toBe('REQUEST_TIMEOUT');
    startTimeBudget(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});

test('is spent when the client has left', async () => {
  const left = new AbortController();
  const budget = startTimeBudget(3000, undefined, left.signal);
  const code = errorCode(() => budget.run(hanging));
  left.abort();
  expect([await code, budget.signal.aborted]).toEqual(['REQUEST_TIMEOUT', true]);
  expect(await errorCode(() => startTimeBudget(3000, undefined, left.signal).run(hanging))).toBe('REQUEST_TIMEOUT');
});

test('ended, it does not care who leaves', () => {
  const left = new AbortController();
  const budget = startTimeBudget(3000, undefined, left.signal);
  budget.end();
  left.abort();
  expect(budget.signal.aborted).toBe(false);
});
