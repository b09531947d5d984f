import childProcess, { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { PassThrough } from 'node:stream';
import { BEGUN, DECODER_BROKE, decodeApart } from '../../lib/image/decode-apart';
import { type ExaminedPicture, MAX_HELD_BYTES } from '../../lib/image/examine-picture';
import { errorCode } from '../helpers/error-code';

const [WIDTH, HEIGHT] = [20, 15];
const FILE: ExaminedPicture = {
  ...{ bytes: new Uint8Array([1]), format: 'bmp', width: WIDTH, height: HEIGHT, orientation: 1 },
  ...{ heldBytes: 1, decodedBytes: 0 },
};
const HEAD = `${BEGUN}${JSON.stringify({ image: { width: WIDTH, height: HEIGHT, isCoarse: false, raster: { width: WIDTH, height: HEIGHT } } })}\n`;
const PIXELS = Buffer.alloc(WIDTH * HEIGHT * 3, 0xaa);

afterEach(() => jest.restoreAllMocks());

/** How a process ends: with a code, by a signal, or not before it is killed. */
type End = number | NodeJS.Signals | null;

/** A process that writes these pieces, then ends. */
function childOf(pieces: readonly Buffer[], end: End): ChildProcess {
  const stdout = new EventEmitter();
  const child = Object.assign(new EventEmitter(), {
    ...{ pid: 0, stdin: new PassThrough(), stdout },
    kill: () => setImmediate(() => child.emit('close', null, 'SIGKILL')),
  });
  setImmediate(() => {
    for (const piece of pieces) stdout.emit('data', piece);
    if (end !== null) child.emit('close', ...(typeof end === 'number' ? [end, null] : [null, end]));
  });
  return child as unknown as ChildProcess;
}

/**
 * Processes that write these pieces, then end so: of several ends each has its own process.
 *
 * @returns the pieces, what they were put together to, in pieces, and how many processes were started
 */
function process(
  pieces: readonly Buffer[],
  ...ends: readonly End[]
): { pieces: readonly Buffer[]; joined: Buffer[]; started: () => number } {
  const spawn = jest.spyOn(childProcess, 'spawn').mockImplementation(() => childOf(pieces, ends[spawn.mock.calls.length - 1]!));
  const joined: Buffer[] = [];
  const { concat } = Buffer;
  jest.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
    const all = concat(list, length);
    joined.push(all);
    return all;
  });
  return { pieces, joined, started: () => spawn.mock.calls.length };
}

const isWiped = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

test('the pieces in which a picture came are wiped, the picture is not', async () => {
  const { pieces } = process([Buffer.from(HEAD), Buffer.from(PIXELS.subarray(0, 100)), Buffer.from(PIXELS.subarray(100))], 0);
  const { raster } = await decodeApart(FILE, 60, undefined);
  expect(raster).toEqual({ width: WIDTH, height: HEIGHT, data: new Uint8Array(PIXELS) });
  expect(pieces.every(isWiped)).toBe(true);
});

test.each([
  ['the decoder breaks', DECODER_BROKE, 'IMAGE_DECODE_FAILED'],
  ['the process dies', 1, 'INTERNAL'],
])('so they are when %s', async (_, ended, code) => {
  const { pieces } = process([Buffer.from(HEAD), Buffer.from(PIXELS)], ended);
  expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe(code);
  expect(pieces.every(isWiped)).toBe(true);
});

test.each([
  ['its time is up, which is the picture’s fault', 0.001, undefined, 'file'],
  ['its client has left, which is not', 60, AbortSignal.abort(), 'request'],
])('so they are when the process is killed, because %s', async (_, seconds, signal, fault) => {
  const { pieces } = process([Buffer.from(HEAD), Buffer.from(PIXELS)], null);
  await expect(decodeApart(FILE, seconds, signal)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT', fault });
  expect(pieces.every(isWiped)).toBe(true);
});

test('no more processes work at once than have room in the memory of one, and all pictures are decoded', async () => {
  let [working, most] = [0, 0];
  jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    most = Math.max(most, ++working);
    const child = childOf([Buffer.from(HEAD), Buffer.from(PIXELS)], 0);
    child.once('close', () => working--);
    return child;
  });
  const decoded = await Promise.all(Array.from({ length: 12 }, () => decodeApart(FILE, 60, undefined)));
  expect(decoded.map(({ width }) => width)).toEqual(new Array(12).fill(WIDTH));
  expect(most).toBe(5);
});

test.each([
  ['has more memory than it may is killed', 500_000, 'PAYLOAD_TOO_LARGE'],
  ['has less is not, whatever it had', 400_000, 'REQUEST_TIMEOUT'],
])('a process that %s', async (_, kilobytes, code) => {
  const status = `VmHWM:\t  600000 kB\nVmRSS:\t  ${kilobytes} kB\n`;
  const read = jest.spyOn(fs, 'readFileSync').mockImplementation((file) => (String(file).endsWith('/status') ? status : ''));
  process([], null);
  expect(await errorCode(() => decodeApart(FILE, 0.3, undefined))).toBe(code);
  expect(read).toHaveBeenCalled();
});

test.each([
  ['a raster of a wrong length', Buffer.concat([Buffer.from(HEAD), PIXELS.subarray(1)])],
  ['no reply', PIXELS],
])('nothing is left of %s', async (_, output) => {
  const { pieces, joined } = process([Buffer.from(output)], 0);
  expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe('INTERNAL');
  expect([...pieces, ...joined].every(isWiped)).toBe(true);
  expect(joined).toHaveLength(1);
});

test.each([
  ['before it has begun could not be started', [], 'INTERNAL'],
  ['while it decodes was broken by the picture', [Buffer.from(BEGUN)], 'IMAGE_DECODE_FAILED'],
])('a process that aborts %s', async (_, output, code) => {
  process(output, 'SIGABRT');
  expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe(code);
});

test('where no process can be started, that is no fault of the picture', async () => {
  jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    throw Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' });
  });
  expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe('INTERNAL');
});

describe('ended by a signal that only others send', () => {
  const picture = (): Buffer[] => [Buffer.from(HEAD), Buffer.from(PIXELS)];

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s: the process is started once more', async (signal) => {
    // what one that is ended has written is wiped
    const ended = [Buffer.from(PIXELS)];
    jest
      .spyOn(childProcess, 'spawn')
      .mockImplementationOnce(() => childOf(ended, signal))
      .mockImplementationOnce(() => childOf(picture(), 0));
    expect((await decodeApart(FILE, 60, undefined)).raster.data).toEqual(new Uint8Array(PIXELS));
    expect(ended.every(isWiped)).toBe(true);
  });

  test.each<[string, End[], number]>([
    ['again', ['SIGTERM', 'SIGTERM', 0], 2],
    ['and then otherwise', ['SIGTERM', 'SIGKILL', 0], 2],
    ['not at all, but by another signal', ['SIGKILL', 0], 1],
  ])('%s, it is not the picture’s fault', async (_, ends, count) => {
    const { started } = process(picture(), ...ends);
    expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe('INTERNAL');
    expect(started()).toBe(count);
  });

  test('both together have the time of one', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(11_000);
    const timers = jest.spyOn(global, 'setTimeout');
    process([], 'SIGTERM', 'SIGTERM');
    expect(await errorCode(() => decodeApart(FILE, 60, undefined))).toBe('INTERNAL');
    expect(now).toHaveBeenCalledTimes(2);
    expect(timers.mock.calls.map(([, ms]) => ms)).toEqual([60_000, 50_000]);
  });
});

test.each<End>([0, DECODER_BROKE])('the memory that a picture held is free for the next one (%s)', async (end) => {
  const { started } = process([Buffer.concat([Buffer.from(HEAD), PIXELS])], end, end);
  const signal = AbortSignal.timeout(5000);
  for (let i = 0; i < 2; i++) await errorCode(() => decodeApart({ ...FILE, heldBytes: MAX_HELD_BYTES }, 60, signal));
  expect(started()).toBe(2);
});

test.each<End>([0, DECODER_BROKE])('no clock runs on for a process that has ended (%s)', async (end) => {
  const clocks = [jest.spyOn(global, 'setTimeout'), jest.spyOn(global, 'setInterval')] as const;
  const stopped = [jest.spyOn(global, 'clearTimeout'), jest.spyOn(global, 'clearInterval')] as const;
  process([Buffer.concat([Buffer.from(HEAD), PIXELS])], end);
  await errorCode(() => decodeApart(FILE, 60, undefined));
  for (const [i, set] of clocks.entries()) {
    expect(set).toHaveBeenCalledTimes(1);
    expect(stopped[i]).toHaveBeenCalledWith(set.mock.results[0]!.value);
  }
});
