import type { CardReader, LoadOptions } from '../../lib';

type Reader = typeof import('../../handlers/reader');

/** The module as a new process has it, over a `CardReader.load` that gives these results in turn. */
function newProcess(...results: readonly (() => Promise<CardReader>)[]) {
  const load = jest.fn<Promise<CardReader>, [LoadOptions?]>();
  const letHeapGrow = jest.fn();
  for (const result of results) load.mockImplementationOnce(result);
  let reader: Reader | undefined;
  jest.isolateModules(() => {
    jest.doMock('../../lib', () => ({ CardReader: { load }, letHeapGrow }));
    reader = jest.requireActual<Reader>('../../handlers/reader');
  });
  return { load, letHeapGrow, ...(reader as Reader) };
}

const READER = {} as CardReader;
const ANOTHER = {} as CardReader;
const loads = (reader: CardReader) => () => Promise.resolve(reader);
const fails = (message: string) => () => Promise.reject(new Error(message));

test('is loaded when first asked for, once, in a process whose heap may grow', async () => {
  const { load, letHeapGrow, warmReader } = newProcess(loads(READER), loads(ANOTHER));
  expect(load).not.toHaveBeenCalled();
  expect(letHeapGrow).toHaveBeenCalledTimes(1);
  const both = await Promise.all([warmReader(), warmReader()]);
  expect([...both, await warmReader()].every((reader) => reader === READER)).toBe(true);
  expect(load).toHaveBeenCalledTimes(1);
  expect(load).toHaveBeenCalledWith({ onLoad: expect.any(Function) });
});

test('tells which networks are loaded by now', async () => {
  const { load, warmReader, loadedModels } = newProcess(loads(READER));
  expect([...loadedModels()]).toEqual([]);
  await warmReader();
  const { onLoad } = load.mock.calls[0]![0]!;
  onLoad!('card-location');
  onLoad!('second-digit-recognition');
  expect([...loadedModels()]).toEqual(['card-location', 'second-digit-recognition']);
});

test('a load that failed is tried again by the next who asks', async () => {
  const { load, warmReader } = newProcess(fails('first'), fails('second'), loads(READER), loads(ANOTHER));
  await expect(warmReader()).rejects.toThrow('first');
  await expect(warmReader()).rejects.toThrow('second');
  expect(await warmReader()).toBe(READER);
  expect(await warmReader()).toBe(READER);
  expect(load).toHaveBeenCalledTimes(3);
});

test('who asks while a load fails gets the failure, and starts no second one', async () => {
  const { load, warmReader } = newProcess(fails('first'), loads(READER));
  const outcomes = await Promise.allSettled([warmReader(), warmReader(), warmReader()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(load).toHaveBeenCalledTimes(1);
  expect(await warmReader()).toBe(READER);
});
