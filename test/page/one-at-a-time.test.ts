import { OneAtATime } from '../../page/one-at-a-time';

/** Work that is told how to go on; it ends with its name, and given up with null. */
function scripted() {
  const begun: string[] = [];
  const work = (name: string) => {
    let [allow, finish] = [(): void => {}, (_: string | Promise<never>): void => {}];
    const run = (end: AbortController, gotLeave: () => void): Promise<string | null> => {
      begun.push(name);
      allow = gotLeave;
      return new Promise((resolve) => {
        finish = resolve;
        end.signal.addEventListener('abort', () => resolve(null));
      });
    };
    return { run, allow: () => allow(), finish: (outcome: string | Promise<never> = name) => finish(outcome) };
  };
  return { begun, work };
}
const soon = (): Promise<void> => new Promise(setImmediate);

test('what still asks for leave is given up for the next', async () => {
  const { begun, work } = scripted();
  const [camera, first, second] = [new OneAtATime(), work('first'), work('second')];
  const asking = camera.run(first.run);
  await soon();
  const askingAnew = camera.run(second.run);
  expect(await asking).toBeNull();
  await soon();
  second.allow();
  second.finish();
  expect(await askingAnew).toBe('second');
  expect(begun).toEqual(['first', 'second']);
});

test.each([false, true])('is stopped, with leave: %j', async (hasLeave) => {
  const { work } = scripted();
  const [camera, first, next] = [new OneAtATime(), work('first'), work('next')];
  camera.stop();
  const running = camera.run(first.run);
  await soon();
  if (hasLeave) first.allow();
  camera.stop();
  expect(await running).toBeNull();
  const after = camera.run(next.run);
  await soon();
  next.finish();
  expect(await after).toBe('next');
});

test('what has got leave keeps the next out, until it has ended', async () => {
  const { begun, work } = scripted();
  const [camera, first, next] = [new OneAtATime(), work('first'), work('next')];
  const running = camera.run(first.run);
  await soon();
  first.allow();
  expect(await camera.run(work('kept out').run)).toBeNull();
  first.finish();
  expect(await running).toBe('first');
  const after = camera.run(next.run);
  await soon();
  next.finish();
  expect(await after).toBe('next');
  expect(begun).toEqual(['first', 'next']);
});

test('the next begins only when the one that was given up has ended', async () => {
  const { begun, work } = scripted();
  const [camera, next] = [new OneAtATime(), work('next')];
  let clearUp = (): void => {};
  const given = camera.run(
    () =>
      new Promise<string>((resolve) => {
        clearUp = () => resolve('cleared up');
      }),
  );
  await soon();
  const waiting = camera.run(next.run);
  await soon();
  expect(begun).toEqual([]);
  clearUp();
  await given;
  await soon();
  next.finish();
  expect(await waiting).toBe('next');
});

test('what fails is told to whoever asked for it alone, and is out of the way', async () => {
  const { work } = scripted();
  const [camera, failing, next] = [new OneAtATime(), work('failing'), work('next')];
  const failed = camera.run(failing.run);
  await soon();
  failing.allow();
  failing.finish(Promise.reject(new Error('refused')));
  await expect(failed).rejects.toThrow('refused');
  const after = camera.run(next.run);
  await soon();
  next.finish();
  expect(await after).toBe('next');
});
