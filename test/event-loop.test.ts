import { setImmediate } from 'node:timers/promises';
import { parseRequest, type RawRequest } from '../lib/contract/parse-request';
import { STRIDE, yieldAfter, yieldToEventLoop } from '../lib/event-loop';
import { gifFault } from '../lib/image/gif-fault';
import { decodeBase64 } from '../lib/source/base64';
import { gif } from './helpers/gif';
import { MULTIPART_TYPE, multipart } from './helpers/multipart';
import { turnsDuring } from './helpers/turns';

const STRIDES = 4;
const filled = (piece: string): string => piece.repeat((STRIDES * STRIDE) / piece.length + 1);

test('who yields lets others go on', async () => {
  const order: string[] = [];
  const other = setImmediate().then(() => order.push('other'));
  await yieldToEventLoop();
  order.push('yielded');
  await other;
  expect(order).toEqual(['other', 'yielded']);
});

test('of all who yield, one goes on at a time', async () => {
  const turns: number[] = [];
  let turn = 0;
  const counted = turnsDuring(async () => {
    await Promise.all(
      [1, 2, 3].map(async () => {
        await yieldToEventLoop();
        turns.push(turn);
      }),
    );
  });
  const count = async (): Promise<void> => {
    for (; turn < 10; turn++) await setImmediate();
  };
  await Promise.all([counted, count()]);
  expect(new Set(turns).size).toBe(3);
});

test('who yields until the time is up does not go on', async () => {
  const time = new AbortController();
  const yielding = yieldToEventLoop(time.signal);
  time.abort();
  await expect(yielding).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

test('after what is short nobody yields', () => {
  expect(yieldAfter(STRIDE)).toBeUndefined();
  expect(yieldAfter(STRIDE + 1)).toBeInstanceOf(Promise);
});

describe('others have their turn, again and again, while there is gone through', () => {
  const text = (body: string): RawRequest => ({ route: 'rich', contentType: '', body: Buffer.from(body) });
  const form = (body: string): RawRequest => ({ route: 'compat', contentType: '', body });

  test.each<[string, RawRequest]>([
    ['bytes that become text', text(`{"image":"${filled('A')}"}`)],
    ['a string in lines', text(`{"image":"${filled('A\n')}"}`)],
    ['many strings in lines', { ...text(''), body: `[${`"${'A\n'.repeat(1000)}",`.repeat(2200)}""]` }],
    ['quotes in a string', { ...text(''), body: `{"image":"${filled('\\"')}"}` }],
    ['percent signs', form(`image=${filled('%41')}`)],
    ['spaces in a form', form(`image=${filled(' A')}`)],
    ['plus signs', form(`image=A&configure=${filled('+')}`)],
    ['a part', { route: 'rich', contentType: MULTIPART_TYPE, body: multipart({ name: 'image', content: filled('\r\n--') }) }],
  ])('%s', async (_, request) => {
    expect(await turnsDuring(() => parseRequest(request))).toBeGreaterThanOrEqual(STRIDES);
  });

  test.each([
    [' A', STRIDES],
    ['AAAA', 2],
  ])('base64: %j', async (piece, turns) => {
    expect(await turnsDuring(() => decodeBase64(filled(piece), { limitBytes: Number.POSITIVE_INFINITY }))).toBeGreaterThanOrEqual(turns);
  });

  const HEAD = gif({ width: 8000, height: 6000, frames: 0, trailer: false });
  const FRAME = Buffer.from([0x2c, 0, 0, 0, 0, 0x40, 0x1f, 0x70, 0x17, 0, 2]);
  const CLEARS = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, Buffer.from([0x24, 0x49, 0x92]))]);
  test.each<[string, Buffer]>([
    ['tiny blocks', Buffer.concat([FRAME, Buffer.alloc(2 * STRIDE, Buffer.from([1, 1]))])],
    ['empty extensions', Buffer.alloc(3 * STRIDE, Buffer.from([0x21, 0xfe, 0]))],
    ['codes', Buffer.concat([FRAME, Buffer.alloc(4 * STRIDE, CLEARS), Buffer.from([0, 0x3b])])],
  ])('a GIF of %s', async (_, blocks) => {
    expect(await turnsDuring(() => gifFault(Buffer.concat([HEAD, blocks])))).toBeGreaterThanOrEqual(STRIDES);
  });
});

test('a picture as clients send it is gone through at once', async () => {
  const body = JSON.stringify({ image: 'A'.repeat(STRIDE / 2) });
  expect(await turnsDuring(() => parseRequest({ route: 'compat', contentType: '', body: Buffer.from(body) }))).toBe(0);
});
