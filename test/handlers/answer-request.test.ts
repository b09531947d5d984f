import { answerRequest, emptyTrace, type RequestContext } from '../../handlers/answer-request';
import { settingsFrom } from '../../handlers/settings';
import type { CardInput, CardReader, CardRequest, PictureReading, TogetherOptions } from '../../lib';
import { CardOcrError } from '../../lib/errors';
import { cardOptions } from '../helpers/card-options';
import { errorCode } from '../helpers/error-code';
import { type Answer, type PictureServer, servePictures } from '../helpers/picture-server';
import { EXAMPLE_CARD, EXAMPLE_FIELDS, OTHER_CARD, pictureOf, tellListeners, togetherOf } from '../helpers/readings';

const REQUEST_ID = `20261124170000_${'ab'.repeat(16)}`;
const TODAY = new Date('2026-11-24T17:00:00Z');
const OFF = cardOptions();

type Read = CardReader['read'];
/** A reader that finds these pictures in turn, and keeps what it was asked. */
function readerOf(...pictures: readonly PictureReading[]) {
  const read = jest.fn<ReturnType<Read>, Parameters<Read>>();
  for (const picture of pictures) read.mockResolvedValueOnce(picture);
  return { read, reader: { read } as unknown as CardReader };
}

const base64 = (text: string, options: CardInput['options'] = OFF): CardInput => ({ source: { kind: 'base64', text }, options });
const meansWith = (reader: CardReader, rest: Partial<RequestContext> = {}): RequestContext => ({
  reader: () => Promise.resolve(reader),
  settings: settingsFrom({}),
  signal: new AbortController().signal,
  requestId: REQUEST_ID,
  today: TODAY,
  queue: { inTurn: (work) => work() },
  trace: emptyTrace(),
  ...rest,
});

test('the picture is loaded, read and answered', async () => {
  const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD));
  const means = meansWith(reader);
  expect(await answerRequest({ form: 'new', inputs: [base64('AQID')] }, means)).toEqual({
    answer: { result: EXAMPLE_FIELDS },
    warnings: ['luhn', 'expired'],
  });
  expect(read).toHaveBeenCalledTimes(1);
  const [bytes, options] = read.mock.calls[0]!;
  expect([...bytes]).toEqual([1, 2, 3]);
  expect(options?.today).toBe(TODAY);
  expect(options?.signal).toBe(means.signal);
});

test.each([
  [{ mask: true }, {}],
  [{ crop: true }, { crop: 'plain' }],
  [{ crop: true, mask: true }, { crop: 'masked' }],
  [{ strip: true }, { strip: 'plain' }],
  [{ strip: true, mask: true }, { strip: 'masked' }],
])('what is asked for of pictures: %j', async (options, cuts) => {
  const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD));
  await answerRequest({ form: 'rich', inputs: [base64('AQID', { ...OFF, ...options })] }, meansWith(reader));
  const { crop, strip } = read.mock.calls[0]![1]!;
  expect({ crop, strip }).toEqual({ crop: undefined, strip: undefined, ...cuts });
});

test('raw bytes are handed on as they are', async () => {
  const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD));
  const bytes = new Uint8Array([0xff, 0xd8, 0]);
  await answerRequest({ form: 'rich', inputs: [{ source: { kind: 'bytes', bytes }, options: OFF }] }, meansWith(reader));
  expect(read.mock.calls[0]?.[0]).toBe(bytes);
});

test('several inputs are read one after the other, and answered in their order', async () => {
  const { reader, read } = readerOf();
  let reading = 0;
  const pictures = [pictureOf(EXAMPLE_CARD), pictureOf(OTHER_CARD, EXAMPLE_CARD), pictureOf(OTHER_CARD)];
  read.mockImplementation(async (bytes, options) => {
    expect(++reading).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    reading--;
    tellListeners(pictures[bytes[0] ?? 0]!, options);
    return pictures[bytes[0] ?? 0]!;
  });
  const request: CardRequest = {
    form: 'old',
    inputs: [base64('AAAA'), base64('AQAA', cardOptions({ detail: true })), base64('AgAA', cardOptions({ mask: true }))],
  };
  const means = meansWith(reader);
  const { outputs } = (await answerRequest(request, means)).answer as { outputs: { outputValue: { dataValue: string } }[] };
  const values = outputs.map(({ outputValue }) => JSON.parse(outputValue.dataValue));
  expect(values.map(({ card_num }) => card_num)).toEqual(['6225970070003000', '4242424242424242', '424242******4242']);
  expect(values[1].result.cards).toHaveLength(2);
  const { stages, ...trace } = means.trace;
  expect(trace).toEqual({ imageBytes: 9, pixels: 3 * 640 * 400, cards: 4 });
  expect(Object.keys(stages)).toEqual(['load', 'wait', 'decode', 'number', 'expiry', 'bin', 'quality', 'crop']);
});

test('each picture waits for its turn, when it is there', async () => {
  const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD), pictureOf(EXAMPLE_CARD));
  const { signal } = new AbortController();
  const inTurn = jest.fn(async (work: () => Promise<unknown>) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return work();
  }) as unknown as RequestContext['queue']['inTurn'];
  const means = meansWith(reader, { queue: { inTurn }, signal });
  await answerRequest({ form: 'old', inputs: [base64('AAAA'), base64('AAAA')] }, means);
  expect(read).toHaveBeenCalledTimes(2);
  expect(jest.mocked(inTurn).mock.calls.map(([, ended]) => ended)).toEqual([signal, signal]);
  expect(means.trace.stages.wait).toBeGreaterThan(35);
});

test('how long loading took stands in the rich answer', async () => {
  const { reader } = readerOf(pictureOf(EXAMPLE_CARD));
  const { answer } = await answerRequest({ form: 'rich', inputs: [base64('AAAA')] }, meansWith(reader));
  const { timings } = answer as { timings: Record<string, number> };
  expect(Object.keys(timings)).toEqual(['load', 'decode', 'number', 'expiry', 'bin', 'quality', 'crop']);
  expect(timings.load).toBeGreaterThanOrEqual(0);
  expect(timings.load).toBeLessThan(1000);
});

describe('the least confidence', () => {
  const doubtful = pictureOf({ ...EXAMPLE_CARD, confidence: { ...EXAMPLE_CARD.confidence, pan: 0.6 } });
  const codeWith = async (setting: string, minConfidence?: number): Promise<unknown> => {
    const { reader } = readerOf(doubtful);
    const means = meansWith(reader, { settings: settingsFrom({ MIN_CONFIDENCE: setting }) });
    const inputs = [base64('AQID', { ...OFF, ...(minConfidence !== undefined && { minConfidence }) })];
    return answerRequest({ form: 'new', inputs }, means).then(
      () => 'answered',
      ({ code }) => code,
    );
  };

  test('is the setting, but where a request asks for another', async () => {
    expect(await codeWith('')).toBe('answered');
    expect(await codeWith('0.6')).toBe('answered');
    expect(await codeWith('0.61')).toBe('NUMBER_NOT_CERTAIN');
    expect(await codeWith('0.61', 0)).toBe('answered');
    expect(await codeWith('0', 0.7)).toBe('NUMBER_NOT_CERTAIN');
  });
});

describe('a number that is not certain enough, or not whole', () => {
  const uncertain = { ...EXAMPLE_CARD, confidence: { ...EXAMPLE_CARD.confidence, pan: 0.4 } };
  const partial = { ...EXAMPLE_CARD, pan: '62259700700030??' };

  test.each([
    ['NUMBER_NOT_CERTAIN', uncertain],
    ['NUMBER_UNREADABLE', partial],
  ])('the first of two inputs fails the request before the second is read: %s', async (code, card) => {
    const { reader, read } = readerOf(pictureOf(card), pictureOf(EXAMPLE_CARD));
    const request: CardRequest = { form: 'old', inputs: [base64('AAAA'), base64('AAAA')] };
    expect(await errorCode(() => answerRequest(request, meansWith(reader)))).toBe(code);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('is told where the answer says how sure it is', async () => {
    const { reader } = readerOf(pictureOf(uncertain), pictureOf(uncertain));
    const rich = (options: CardInput['options']): CardRequest => ({ form: 'rich', inputs: [base64('AAAA', options)] });
    expect((await answerRequest(rich(OFF), meansWith(reader))).answer).toMatchObject({ cards: [{ confidence: { pan: 0.4 } }] });
    expect(await errorCode(() => answerRequest(rich({ ...OFF, format: 'baidu' }), meansWith(reader)))).toBe('NUMBER_NOT_CERTAIN');
  });
});

describe('what fails', () => {
  test.each([
    ['base64', base64('AAA'), 'BASE64_PADDING', 0],
    [
      'an S3 object of a bucket that is not named',
      { source: { kind: 's3', bucket: 'other', key: 'a' }, options: OFF },
      'DOWNLOAD_FAILED',
      0,
    ],
    ['an address that is not public', { source: { kind: 'url', url: 'http://127.0.0.1:9/a.jpg' }, options: OFF }, 'DOWNLOAD_FAILED', 0],
    ['no bytes', { source: { kind: 'bytes', bytes: new Uint8Array() }, options: OFF }, 'IMAGE_EMPTY', 0],
    ['too many bytes', { source: { kind: 'bytes', bytes: new Uint8Array(11) }, options: OFF }, 'PAYLOAD_TOO_LARGE', 11],
    ['too much base64', base64('A'.repeat(16)), 'PAYLOAD_TOO_LARGE', 12],
  ] as const)('%s, before a reader is asked for', async (_, input, code, imageBytes) => {
    const reader = jest.fn();
    const means = { ...meansWith({} as CardReader), reader, settings: settingsFrom({ IMAGE_LIMIT_BYTES: '10', S3_BUCKETS: 'cards' }) };
    expect(await errorCode(() => answerRequest({ form: 'rich', inputs: [input] }, means))).toBe(code);
    expect(reader).not.toHaveBeenCalled();
    // how long it took is told, and how large the picture was
    expect(means.trace).toEqual({ ...emptyTrace(), imageBytes, stages: { load: expect.any(Number) } });
  });

  test('an aborted signal, before anything is loaded', async () => {
    const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD));
    const means = meansWith(reader, { signal: AbortSignal.abort() });
    expect(await errorCode(() => answerRequest({ form: 'new', inputs: [base64('AAAA')] }, means))).toBe('REQUEST_TIMEOUT');
    expect(read).not.toHaveBeenCalled();
  });

  test('a signal that aborts while the first of two inputs is read: the second is not begun', async () => {
    const controller = new AbortController();
    const { reader, read } = readerOf();
    read.mockImplementation(async () => {
      controller.abort();
      return pictureOf(EXAMPLE_CARD);
    });
    const request: CardRequest = { form: 'old', inputs: [base64('AAAA'), base64('AAAA')] };
    expect(await errorCode(() => answerRequest(request, meansWith(reader, { signal: controller.signal })))).toBe('REQUEST_TIMEOUT');
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('the second of two inputs fails the request', async () => {
    const { reader, read } = readerOf(pictureOf(EXAMPLE_CARD));
    read.mockRejectedValueOnce(new CardOcrError('NO_CARD'));
    const request: CardRequest = { form: 'old', inputs: [base64('AAAA'), base64('AAAA')] };
    expect(await errorCode(() => answerRequest(request, meansWith(reader)))).toBe('NO_CARD');
  });

  test('a picture that is refused: what it took is noted all the same', async () => {
    const { reader, read } = readerOf();
    read.mockImplementation(async (_, options) => {
      options?.onDecoded?.({ width: 640, height: 400 });
      options?.onStage?.('decode', 12);
      options?.onStage?.('number', 34);
      throw new CardOcrError('NO_CARD');
    });
    const means = meansWith(reader);
    expect(await errorCode(() => answerRequest({ form: 'new', inputs: [base64('AAAA')] }, means))).toBe('NO_CARD');
    expect(means.trace).toMatchObject({ pixels: 640 * 400, cards: 0, stages: { decode: 12, number: 34 } });
  });

  test('a reader that cannot be had', async () => {
    const failure = new Error('no models');
    const means = { ...meansWith({} as CardReader), reader: () => Promise.reject(failure) };
    await expect(answerRequest({ form: 'new', inputs: [base64('AAAA')] }, means)).rejects.toBe(failure);
  });

  test('an answer that does not fit its schema', async () => {
    const { reader } = readerOf(pictureOf({ ...EXAMPLE_CARD, panGrouped: 'x' }));
    expect(await errorCode(() => answerRequest({ form: 'new', inputs: [base64('AAAA')] }, meansWith(reader)))).toBe('ANSWER_INVALID');
  });
});

describe('several pictures of one card', () => {
  type ReadTogether = CardReader['readTogether'];
  /** A reader that gets its pictures as the real one does, and keeps their first bytes, or why there are none. */
  function togetherReader() {
    const got: (number | string)[] = [];
    const readTogether: ReadTogether = async (pictures, options = {}) => {
      const { inTurn = (work) => work() } = options;
      asked.push(options);
      for (const [i, picture] of pictures.entries()) {
        const load = async (): Promise<void> => {
          if (typeof picture !== 'function') throw new Error('it is loaded too early');
          got.push(
            await picture().then(
              ([first = -1]) => first,
              (thrown: CardOcrError) => thrown.code,
            ),
          );
        };
        await inTurn(load, i);
      }
      const reading = togetherOf(EXAMPLE_CARD, null, EXAMPLE_CARD);
      tellListeners(reading, options);
      return inTurn(async () => reading);
    };
    const asked: TogetherOptions[] = [];
    return { reader: { readTogether } as unknown as CardReader, got, asked };
  }
  const requestOf = (...inputs: CardInput[]): CardRequest => ({ form: 'rich', inputs, isOneCard: true });

  test('are loaded one by one, and answered as one card', async () => {
    const { reader, got, asked } = togetherReader();
    const means = meansWith(reader);
    const { answer } = await answerRequest(requestOf(base64('AQID', { ...OFF, crop: true, mask: true }), base64('AgAA')), means);
    expect(got).toEqual([1, 2]);
    expect(asked[0]).toMatchObject({ today: TODAY, crop: 'masked', strip: undefined });
    expect(answer).toMatchObject({
      cards: [{ pan: '622597******3000' }],
      pictures: [{ error: { code: 'NUMBER_UNREADABLE' } }, { error: null }],
      shownIn: 1,
    });
    expect(means.trace).toMatchObject({ imageBytes: 6, pixels: 640 * 400, cards: 1 });
    expect((answer as { timings: { load: number } }).timings.load).toBeGreaterThanOrEqual(0);
  });

  test('are downloaded before their turns, and unpacked in them', async () => {
    let downloads = 0;
    const answers: Record<string, Answer> = {
      '/a': (response) => response.end(Buffer.from([7, 7])),
      '/b': (response) => response.writeHead(404).end(),
    };
    const server = await servePictures(answers, { seen: () => downloads++ });
    const { reader, got } = togetherReader();
    const steps: string[] = [];
    const inTurn = (async (work: () => Promise<unknown>) => {
      steps.push(`turn after ${downloads} downloads`);
      return work();
    }) as RequestContext['queue']['inTurn'];
    const url = (path: string): CardInput => ({ source: { kind: 'url', url: server.url(path) }, options: OFF });
    const settings = settingsFrom({ NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1' });
    await answerRequest(requestOf(url('/a'), base64('AQID'), url('/b')), meansWith(reader, { queue: { inTurn }, settings }));
    expect(got).toEqual([7, 1, 'DOWNLOAD_FAILED']);
    expect(steps).toEqual(['turn after 1 downloads', 'turn after 1 downloads', 'turn after 2 downloads', 'turn after 2 downloads']);
    await server.close();
  });

  test('have one limit on their files together', async () => {
    const { reader, got } = togetherReader();
    await answerRequest(
      requestOf(base64('AAAAAAAA'), base64('AQID')),
      meansWith(reader, { settings: settingsFrom({ IMAGE_LIMIT_BYTES: '8' }) }),
    );
    expect(got).toEqual([0, 'PAYLOAD_TOO_LARGE']);
  });

  describe('count to that limit by all that is downloaded', () => {
    const LIMIT = 1000;
    const chunk = Buffer.alloc(300);
    const url = (server: PictureServer, path: string): CardInput => ({ source: { kind: 'url', url: server.url(path) }, options: OFF });
    async function downloadedOf(answer: Answer, times: number) {
      let requests = 0;
      const server = await servePictures({ '/': answer, '/small': (response) => response.end('small') }, { seen: () => requests++ });
      const { reader, got } = togetherReader();
      const settings = settingsFrom({ NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1', IMAGE_LIMIT_BYTES: String(LIMIT) });
      const means = meansWith(reader, { settings });
      await answerRequest(requestOf(...Array.from({ length: times }, () => url(server, '/')), url(server, '/small')), means);
      await server.close();
      return { got, requests, bytes: means.trace.imageBytes };
    }

    test('one that is too large is the last', async () => {
      const endless: Answer = (response) => {
        const timer = setInterval(() => response.write(chunk), 1);
        response.on('close', () => clearInterval(timer));
      };
      const { got, requests, bytes } = await downloadedOf(endless, 6);
      expect(got).toEqual(Array(7).fill('PAYLOAD_TOO_LARGE'));
      expect(requests).toBe(1);
      expect(bytes).toBeGreaterThan(LIMIT);
      expect(bytes).toBeLessThan(LIMIT + 64 * 1024);
    });

    test('where one is as large as that, no other is asked for', async () => {
      const { got, requests, bytes } = await downloadedOf((response) => response.end(Buffer.alloc(LIMIT, 'x')), 1);
      expect(got).toEqual(['x'.charCodeAt(0), 'PAYLOAD_TOO_LARGE']);
      expect([requests, bytes]).toEqual([1, LIMIT]);
    });

    test('ones that break off', async () => {
      const breaking: Answer = (response) => {
        response.write(chunk);
        setTimeout(() => response.destroy(), 20);
      };
      const { got, requests, bytes } = await downloadedOf(breaking, 4);
      expect(got).toEqual([...Array(3).fill('DOWNLOAD_FAILED'), 'PAYLOAD_TOO_LARGE', 'PAYLOAD_TOO_LARGE']);
      expect([requests, bytes]).toEqual([4, 4 * chunk.length]);
    });

    test('one that only says that it is too large counts for nothing', async () => {
      const { got, bytes } = await downloadedOf((response) => response.writeHead(200, { 'content-length': '1001' }).end(), 2);
      expect(got).toEqual([...Array(2).fill('PAYLOAD_TOO_LARGE'), 's'.charCodeAt(0)]);
      expect(bytes).toBe('small'.length);
    });
  });
});
