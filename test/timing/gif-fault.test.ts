import { type GifFault, gifFault } from '../../lib/image/gif-fault';
import { gif, lzwCodes, noise, packCodes, subBlocks } from '../helpers/gif';

/** Seconds for ten million bytes: a hundred times what they take, yet far less than a walk of more than linear time. */
const LIMIT_S = 10;

describe('large files take time in proportion', () => {
  const BYTES = 10_000_000;
  const head = gif({ width: 65_535, height: 65_535, frames: 0, trailer: false });
  const descriptor = Buffer.from([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0]);
  const framed = (codeSize: number, data: Buffer): Buffer => Buffer.concat([head, descriptor, Buffer.from([codeSize]), subBlocks(data)]);
  const repeated = (...bytes: number[]): Buffer => Buffer.alloc(BYTES, Buffer.from(bytes));

  it.each<[string, Buffer, GifFault | null]>([
    ['extensions', Buffer.concat([head, repeated(0x21, 0xfe, 0)]), 'GIF_READ_FAILED'],
    ['sub-blocks of one byte', Buffer.concat([head, Buffer.from([0x21, 0xfe]), repeated(1, 1)]), 'GIF_READ_FAILED'],
    ['frames without data', Buffer.concat([head, repeated(...descriptor, 2, 0)]), 'GIF_READ_FAILED'],
    ['clear codes', framed(2, repeated(0b00100100, 0b01001001, 0b10010010)), 'GIF_DECODE_FAILED'],
    ['a table that is full', framed(2, packCodes(lzwCodes(noise(1_000_000, 4), 2, true), 2)), 'GIF_DECODE_FAILED'],
  ])('%s', async (_, bytes, fault) => {
    const start = performance.now();
    expect(await gifFault(bytes)).toBe(fault);
    expect((performance.now() - start) / 1000).toBeLessThan(LIMIT_S);
  });
});
