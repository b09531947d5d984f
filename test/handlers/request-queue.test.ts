import fc from 'fast-check';
import { RequestQueue } from '../../handlers/request-queue';
import { errorCode } from '../helpers/error-code';

const never = new AbortController().signal;

/** Work that ends when told. */
function gate<T>(value: T) {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const work = jest.fn(() => opened.then(() => value));
  return { work, open };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('who may wait for ever is not turned away at once', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 5, waitingMs: Number.POSITIVE_INFINITY });
  const [first, second] = ['a', 'b'].map(gate);
  const answers = [first, second].map((each) => queue.inTurn(each!.work, never));
  await new Promise((resolve) => setTimeout(resolve, 20));
  first!.open();
  second!.open();
  expect(await Promise.all(answers)).toEqual(['a', 'b']);
});

test('work beyond the limit waits, and gets its turn in order', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 5, waitingMs: 10_000 });
  const gates = ['a', 'b', 'c'].map(gate);
  const order: string[] = [];
  const answers = gates.map(({ work }) => queue.inTurn(work, never).then((value) => order.push(value)));
  await settled();
  expect(gates.map(({ work }) => work.mock.calls.length)).toEqual([1, 0, 0]);
  gates[0]!.open();
  await settled();
  expect(gates.map(({ work }) => work.mock.calls.length)).toEqual([1, 1, 0]);
  gates[1]!.open();
  gates[2]!.open();
  await Promise.all(answers);
  expect(order).toEqual(['a', 'b', 'c']);
});

test('a request too many is refused at once, and the next is let in when one has left', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 1, waitingMs: 10_000 });
  const [first, second] = [gate(1), gate(2)];
  const answers = [queue.admit(first.work, never), queue.admit(second.work, never)];
  const third = gate(3);
  expect(await errorCode(() => queue.admit(third.work, never))).toBe('THROTTLED');
  expect(third.work).not.toHaveBeenCalled();
  first.open();
  expect(await answers[0]).toBe(1);
  third.open();
  expect(await queue.admit(third.work, never)).toBe(3);
  second.open();
  expect(await answers[1]).toBe(2);
});

describe('a request of several pictures', () => {
  /** Holds places for so many pictures, then works until told. */
  const holding = (queue: RequestQueue, pictures: number, work: () => Promise<unknown>) =>
    queue.admit(async ({ holdPlaces }) => {
      holdPlaces(pictures);
      return work();
    }, never);

  test('takes a place for each, until it is served', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 3, waitingMs: 10_000 });
    const three = gate('three');
    const served = holding(queue, 3, three.work);
    expect(await errorCode(() => holding(queue, 2, gate('two').work))).toBe('THROTTLED');
    const one = gate('one');
    const last = holding(queue, 1, one.work);
    expect(await errorCode(() => queue.admit(gate('none').work, never))).toBe('THROTTLED');
    three.open();
    expect(await served).toBe('three');
    const again = gate('again');
    again.open();
    expect(await holding(queue, 3, again.work)).toBe('again');
    one.open();
    expect(await last).toBe('one');
  });

  test('gives its places back when there are too few of them', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 1, waitingMs: 10_000 });
    const first = gate('first');
    const served = queue.admit(first.work, never);
    for (let i = 0; i < 3; i++) expect(await errorCode(() => holding(queue, 2, gate('two').work))).toBe('THROTTLED');
    expect(await queue.admit(async () => 'let in', never)).toBe('let in');
    first.open();
    expect(await served).toBe('first');
  });

  test('has as many as it needs while it is alone, and nobody else one then', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 1, waitingMs: 10_000 });
    const many = gate('many');
    const served = holding(queue, 16, many.work);
    expect(await errorCode(() => queue.admit(gate('none').work, never))).toBe('THROTTLED');
    many.open();
    expect(await served).toBe('many');
    expect(await queue.admit(async () => 'let in', never)).toBe('let in');
  });
});

test('who gives up leaves the line, and nobody behind is lost', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 5, waitingMs: 10_000 });
  const first = gate(1);
  const running = queue.inTurn(first.work, never);
  const impatient = new AbortController();
  const given = gate(2);
  const gone = errorCode(() => queue.inTurn(given.work, impatient.signal));
  const last = gate(3);
  const waiting = queue.inTurn(last.work, never);
  impatient.abort();
  expect(await gone).toBe('REQUEST_TIMEOUT');
  expect(await errorCode(() => queue.inTurn(given.work, impatient.signal))).toBe('REQUEST_TIMEOUT');
  first.open();
  last.open();
  expect(await running).toBe(1);
  expect(await waiting).toBe(3);
  expect(given.work).not.toHaveBeenCalled();
});

describe('work that never ends', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const endless = (): Promise<never> => new Promise(() => {});

  test('keeps its places and its turn until long after it was given up, and no longer', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 0, waitingMs: 10_000 });
    const giveUp = new AbortController();
    const stuck = errorCode(() => queue.admit(() => queue.inTurn(endless, giveUp.signal), giveUp.signal));
    await jest.advanceTimersByTimeAsync(60_000);
    giveUp.abort();
    await jest.advanceTimersByTimeAsync(29_999);
    expect(await errorCode(() => queue.admit(endless, never))).toBe('THROTTLED');
    await jest.advanceTimersByTimeAsync(1);
    expect(await stuck).toBe('REQUEST_TIMEOUT');
    expect(await queue.admit(() => queue.inTurn(async () => 'let in', never), never)).toBe('let in');
  });

  test('gets no places more once it has lost its own', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 0, waitingMs: 10_000 });
    const late: { hold: (() => void) | undefined } = { hold: undefined };
    const stuck = errorCode(() =>
      queue.admit(({ holdPlaces }) => {
        late.hold = () => holdPlaces(1);
        return endless();
      }, AbortSignal.abort()),
    );
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await stuck).toBe('REQUEST_TIMEOUT');
    expect(await errorCode(() => late.hold!())).toBe('REQUEST_TIMEOUT');
    expect(await queue.admit(async () => 'let in', never)).toBe('let in');
  });

  test('leaves no timer behind where it ends in time', async () => {
    const queue = new RequestQueue({ running: 1, waiting: 0, waitingMs: 10_000 });
    const { work, open } = gate('done');
    const answer = queue.admit(work, AbortSignal.abort());
    open();
    expect(await answer).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });
});

test('work that fails gives its turn and its place back', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 0, waitingMs: 10_000 });
  const fails = (): Promise<never> => Promise.reject(new Error('broken'));
  for (let i = 0; i < 3; i++) await expect(queue.admit(() => queue.inTurn(fails, never), never)).rejects.toThrow('broken');
  expect(await queue.admit(() => queue.inTurn(async () => 'whole', never), never)).toBe('whole');
});

test('whatever comes and goes, never more run than may, and all who stay are served', async () => {
  const step = fc.record({ ticks: fc.nat(4), gives: fc.boolean(), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 20 }), async (running, steps) => {
      const queue = new RequestQueue({ running, waiting: steps.length, waitingMs: 10_000 });
      let now = 0;
      let most = 0;
      const outcomes = steps.map(async ({ ticks, gives, fails }) => {
        const control = new AbortController();
        const work = async (): Promise<string> => {
          now += 1;
          most = Math.max(most, now);
          for (let i = 0; i < ticks; i++) await settled();
          now -= 1;
          if (fails) throw new Error('failed');
          return 'served';
        };
        const outcome = queue.admit(() => queue.inTurn(work, control.signal), never).catch((error: Error) => error.message);
        if (gives) control.abort();
        return outcome;
      });
      const told = await Promise.all(outcomes);
      expect(most).toBeLessThanOrEqual(running);
      for (const [i, { gives, fails }] of steps.entries()) {
        expect([fails ? 'failed' : 'served', ...(gives ? ['Request Timeout'] : [])]).toContain(told[i]);
      }
      expect(await queue.admit(() => queue.inTurn(async () => 'served', never), never)).toBe('served');
    }),
    { numRuns: 60 },
  );
});

test('a turn that does not come in time is none, and nobody behind is lost', async () => {
  const queue = new RequestQueue({ running: 1, waiting: 5, waitingMs: 20 });
  const [first, second] = [gate(1), gate(2)];
  const answer = queue.inTurn(first.work, never);
  expect(await errorCode(() => queue.inTurn(second.work, never))).toBe('THROTTLED');
  expect(second.work).not.toHaveBeenCalled();
  const third = queue.inTurn(async () => 3, never);
  first.open();
  expect([await answer, await third]).toEqual([1, 3]);
});
