import { ReadingLoop } from '../../page/reading-loop';

/** Pictures that wait, and what was asked to be read; each is read when `end` is called. */
function scripted(...names: string[]) {
  const waiting = [...names];
  const asked: { name: string; signal: AbortSignal; end: (goesOn: boolean) => void }[] = [];
  const loop = new ReadingLoop<string>(
    () => waiting.shift(),
    (name, signal) => new Promise((end) => asked.push({ name, signal, end })),
  );
  const end = async (index: number, goesOn = true): Promise<void> => {
    asked[index]!.end(goesOn);
    await new Promise(setImmediate);
  };
  return { loop, waiting, end, asked: () => asked.map(({ name, signal }) => (signal.aborted ? `${name}, given up` : name)) };
}

test('one after the other', async () => {
  const { loop, end, asked } = scripted('a', 'b');
  const ended = loop.start();
  expect(asked()).toEqual(['a']);
  await end(0);
  expect(asked()).toEqual(['a', 'b']);
  await end(1);
  await ended;
  expect(asked()).toEqual(['a', 'b']);
});

test('what is added while it reads comes in its turn, and nothing is given up or read twice for it', async () => {
  const { loop, waiting, end, asked } = scripted('a', 'b');
  void loop.start();
  waiting.push('again');
  void loop.start();
  expect(asked()).toEqual(['a']);
  await end(0);
  await end(1);
  expect(asked()).toEqual(['a', 'b', 'again']);
});

test('it begins anew once it has ended, by itself or because it was not to go on', async () => {
  const { loop, waiting, end, asked } = scripted('a');
  void loop.start();
  await end(0);
  waiting.push('b', 'c');
  void loop.start();
  await end(1, false);
  expect(asked()).toEqual(['a', 'b']);
  void loop.start();
  expect(asked()).toEqual(['a', 'b', 'c']);
});

test('stopped, it gives up what it reads, and another one begins at once, which the end of the first does not disturb', async () => {
  const { loop, waiting, end, asked } = scripted('a');
  void loop.start();
  loop.stop();
  waiting.push('b', 'c');
  void loop.start();
  expect(asked()).toEqual(['a, given up', 'b']);
  await end(0);
  void loop.start();
  expect(asked()).toEqual(['a, given up', 'b']);
  await end(1);
  expect(asked()).toEqual(['a, given up', 'b', 'c']);
});

test('a reading that throws leaves it ready', async () => {
  const waiting = ['a', 'b'];
  const loop = new ReadingLoop<string>(
    () => waiting.shift(),
    () => Promise.reject(new Error('oops')),
  );
  await expect(loop.start()).rejects.toThrow('oops');
  await expect(loop.start()).rejects.toThrow('oops');
  expect(waiting).toEqual([]);
});
