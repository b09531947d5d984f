import { type CardReader, type LoadOptions, READER_VARIABLES } from '../../lib';

type Reader = typeof import('../../handlers/reader');

/** The module as a new process has it, over a `CardReader.load` that gives these results in turn. */
function newProcess(...results: readonly (() => Promise<CardReader>)[]) {
  const load = jest.fn<Promise<CardReader>, [LoadOptions?]>();
  const letHeapGrow = jest.fn();
  for (const result of results) load.mockImplementationOnce(result);
  let modules: (Reader & typeof import('../../handlers/log')) | undefined;
  jest.isolateModules(() => {
    jest.doMock('../../lib', () => ({ CardReader: { load }, letHeapGrow, READER_VARIABLES }));
    modules = { ...jest.requireActual('../../handlers/reader'), ...jest.requireActual('../../handlers/log') };
  });
  return { load, letHeapGrow, ...modules! };
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

test('none is loaded while a load may fail, nor after it has, such as at its BIN table', async () => {
  let fail = (_: Error): void => {};
  const failing = () => new Promise<CardReader>((_, reject) => (fail = reject));
  const { load, warmReader, loadedModels } = newProcess(failing, loads(READER));
  const loading = warmReader();
  load.mock.calls[0]![0]!.onLoad!('card-location');
  expect([...loadedModels()]).toEqual([]);
  fail(new Error('no BIN table'));
  await expect(loading).rejects.toThrow('no BIN table');
  expect([...loadedModels()]).toEqual([]);
});

test.each([
  [{ MODELS_DIR: '/opt/models', BIN_TABLE: '/opt/4242424242424242.csv' }, ['MODELS_DIR', 'BIN_TABLE']],
  [{ MODELS_DIR: '', BIN_TABLE: '/opt/bins.csv' }, ['BIN_TABLE']],
  [{}, []],
])('a failure is logged with the names of the variables that name files, and without their values: %j', async (variables, named) => {
  const { warmReader, failureOf } = newProcess(fails('/opt/bins.csv is not there'));
  const kept = process.env;
  const { MODELS_DIR: _models, BIN_TABLE: _table, ...others } = kept;
  process.env = { ...others, ...variables };
  const thrown = await warmReader().catch((error: unknown) => error);
  process.env = kept;
  const [outer, inner] = failureOf(thrown);
  expect(outer).toMatchObject({ name: 'ReaderLoadError', variables: named });
  expect(inner).toMatchObject({ name: 'Error' });
  expect(JSON.stringify([outer, inner])).not.toMatch(/bins|\.csv|\/opt/);
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
