import childProcess, { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { DECODER_BROKE, decodeApart } from '../../lib/image/decode-apart';
import type { PictureFile } from '../../lib/image/picture-file';
import { errorCode } from '../helpers/error-code';

const [WIDTH, HEIGHT] = [20, 15];
const FILE: PictureFile = {
  ...{ bytes: new Uint8Array([1]), format: 'bmp', width: WIDTH, height: HEIGHT, orientation: 1 },
  ...{ heldBytes: 1, decodedBytes: 0 },
};
const HEAD = `${JSON.stringify({ image: { width: WIDTH, height: HEIGHT, isCoarse: false, raster: { width: WIDTH, height: HEIGHT } } })}\n`;
const PIXELS = Buffer.alloc(WIDTH * HEIGHT * 3, 0xaa);

afterEach(() => jest.restoreAllMocks());

/**
 * A process that writes these pieces, then ends: with a code, or not before it is killed.
 *
 * @returns the pieces, and what they were put together to, in pieces
 */
function process(pieces: readonly Buffer[], code: number | null): { pieces: readonly Buffer[]; joined: Buffer[] } {
  const stdout = new EventEmitter();
  const child = Object.assign(new EventEmitter(), {
    ...{ pid: 0, stdin: new PassThrough(), stdout },
    kill: () => setImmediate(() => child.emit('close', null, 'SIGKILL')),
  });
  jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    setImmediate(() => {
      for (const piece of pieces) stdout.emit('data', piece);
      if (code !== null) child.emit('close', code, null);
    });
    return child as unknown as ChildProcess;
  });
  const joined: Buffer[] = [];
  const { concat } = Buffer;
  jest.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
    const all = concat(list, length);
    joined.push(all);
    return all;
  });
  return { pieces, joined };
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

test('so they are when the process is killed, because its time is up or its client has left', async () => {
  for (const [seconds, signal] of [
    [0.001, undefined],
    [60, AbortSignal.abort()],
  ] as const) {
    const { pieces } = process([Buffer.from(HEAD), Buffer.from(PIXELS)], null);
    expect(await errorCode(() => decodeApart(FILE, seconds, signal))).toBe('REQUEST_TIMEOUT');
    expect(pieces.every(isWiped)).toBe(true);
  }
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
