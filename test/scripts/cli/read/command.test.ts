import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CardOcrError, type CardReader, type CardReading, type PictureReading } from '../../../../lib';
import { readCommand } from '../../../../scripts/cli/read/command';
import { LIMIT_BYTES, readFileAsCard } from '../../../../scripts/command/file-reading';
import { loadReader } from '../../../../scripts/command/load-reader';
import { pathBelow } from '../../../../scripts/command/path-below';
import { UsageError } from '../../../../scripts/command/usage-error';
import { captureOutput } from '../../../helpers/captured-output';
import { rectangle } from '../../../helpers/quads';
import { temporaryFolder } from '../../../helpers/temporary-folder';

jest.mock('../../../../scripts/command/load-reader', () => ({ loadReader: jest.fn() }));

const output = captureOutput();
const QUAD = rectangle(0, 0, 1, 1);

const CARD: CardReading = {
  pan: '4242424242424242',
  panGrouped: '4242 4242 4242 4242',
  maskedPan: '4242 42** **** 4242',
  bin: '424242',
  luhnValid: true,
  scheme: 'Visa',
  issuer: { name: '中国工商银行', shortName: '工商银行', nameEn: null, country: 'CN' },
  type: 'credit',
  expiry: { month: 7, year: 2029, expired: false },
  confidence: { pan: 0.9, expiry: 0.8, digits: Array<number>(16).fill(0.9) },
  quads: { card: null, pan: QUAD, expiry: QUAD },
  warnings: ['low-confidence'],
  quality: 90,
};

const TIMINGS = { decode: 1, number: 2, expiry: 3, bin: 4, quality: 5, crop: 0 };

/** A reader that answers without looking, and keeps what it was given. */
function fakeReader(answer: () => readonly CardReading[]): CardReader & { seen: Buffer[] } {
  const seen: Buffer[] = [];
  const read = async (bytes: Uint8Array): Promise<PictureReading> => {
    seen.push(Buffer.from(bytes));
    const cards = answer();
    return { image: { width: 1, height: 1, orientation: 0 }, cards, mostProminent: cards[0] as CardReading, timings: TIMINGS };
  };
  return { read, seen } as unknown as CardReader & { seen: Buffer[] };
}

const failing = (thrown: unknown): CardReader =>
  fakeReader(() => {
    throw thrown;
  });

const folder = temporaryFolder();
const file = path.join(folder, 'card.jpg');

beforeAll(() => writeFile(file, 'the picture'));

describe('a reading becomes a flat record', () => {
  test('with the number in full', async () => {
    const reader = fakeReader(() => [CARD]);
    expect(await readFileAsCard(reader, file)).toEqual({
      file,
      status: 200,
      pan: '4242424242424242',
      panGrouped: '4242 4242 4242 4242',
      expiry: '07/29',
      validFrom: null,
      type: 'credit',
      issuer: '工商银行',
      scheme: 'Visa',
      luhnValid: true,
      confidence: 0.9,
      warnings: ['low-confidence'],
      quality: CARD.quality,
      cards: 1,
      ms: expect.any(Number),
      timings: TIMINGS,
    });
    expect(reader.seen.map(String)).toEqual(['the picture']);
  });

  test('masked: no digits between the first 6 and the last 4 anywhere', async () => {
    const record = await readFileAsCard(
      fakeReader(() => [CARD]),
      file,
      { mask: true },
    );
    expect(record).toMatchObject({ pan: '424242******4242', panGrouped: '4242 42** **** 4242' });
    expect(JSON.stringify({ ...record, file: '', ms: 0 }).replaceAll(' ', '')).not.toMatch(/\d{7}/);
  });

  test('with the date from which the card is valid, where it has one', async () => {
    const reader = fakeReader(() => [{ ...CARD, validFrom: { month: 8, year: 2024 } }]);
    expect(await readFileAsCard(reader, file)).toMatchObject({ expiry: '07/29', validFrom: '08/24' });
  });

  test('what is unknown is null', async () => {
    const bare: CardReading = { ...CARD, issuer: null, scheme: null, expiry: null, type: 'unknown' };
    expect(
      await readFileAsCard(
        fakeReader(() => [bare]),
        file,
      ),
    ).toMatchObject({ expiry: null, issuer: null, scheme: null, type: 'unknown' });
  });
});

describe('a failure becomes a record too', () => {
  test.each([
    [new CardOcrError('NO_CARD'), 463, 'NO_CARD', 'Invalid Input - wrong category'],
    [new CardOcrError('REQUEST_TIMEOUT'), 408, 'REQUEST_TIMEOUT', 'Request Timeout'],
    [new Error('4242424242424242 in /var/task'), 469, 'INTERNAL', 'Invalid Service - error code missing'],
    ['thrown text', 469, 'INTERNAL', 'Invalid Service - error code missing'],
  ])('%s', async (thrown, status, code, message) => {
    expect(await readFileAsCard(failing(thrown), file)).toEqual({ file, status, code, message, pan: null, ms: expect.any(Number) });
  });

  test('a reading without a card is a bug of ours', async () => {
    expect(
      await readFileAsCard(
        fakeReader(() => []),
        file,
      ),
    ).toMatchObject({ status: 469, pan: null });
  });

  test.each([
    ['missing.jpg', 'no such file'],
    ['.', 'it is a folder'],
    ['/dev/null', 'it is a pipe, a socket or a device'],
  ])('a file that cannot be opened, %s, is never read', async (name, reason) => {
    const reader = fakeReader(() => [CARD]);
    const unreadable = path.resolve(folder, name);
    expect(await readFileAsCard(reader, unreadable)).toEqual({
      file: unreadable,
      status: 404,
      code: 'FILE_NOT_OPENED',
      message: `cannot open the file: ${reason}`,
      pan: null,
      ms: 0,
    });
    expect(reader.seen).toEqual([]);
  });

  test('a pipe, as `read <(…)` names one, is read to its end', async () => {
    const reader = fakeReader(() => [CARD]);
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [reading] = await Promise.all([readFileAsCard(reader, pipe), writeFile(pipe, 'picture')]);
    expect([reading.status, reader.seen.map(String)]).toEqual([200, ['picture']]);
  });

  describe('what comes by a pipe is bounded as a file is', () => {
    const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
    afterEach(() => Object.defineProperty(process, 'stdin', stdin));
    const standardInput = (chunks: Iterable<Buffer>): Readable => {
      const stream = Readable.from(chunks);
      Object.defineProperty(process, 'stdin', { value: stream, configurable: true });
      return stream;
    };
    const MEBIBYTE = Buffer.alloc(2 ** 20);
    const FULL = LIMIT_BYTES / MEBIBYTE.length;
    const TOO_LARGE = { status: 413, code: 'PAYLOAD_TOO_LARGE', pan: null };
    /** Has no end that a test could wait for; without a bound, it shows by what was asked for. */
    function* flood(asked: { count: number }): Generator<Buffer> {
      for (; asked.count < 4 * FULL; asked.count++) yield MEBIBYTE;
    }

    test('standard input, of which no more is asked for', async () => {
      const reader = fakeReader(() => [CARD]);
      const asked = { count: 0 };
      const stream = standardInput(flood(asked));
      expect(await readFileAsCard(reader, '-')).toMatchObject({ file: '-', ...TOO_LARGE });
      expect([reader.seen, stream.destroyed]).toEqual([[], true]);
      expect(asked.count).toBeLessThan(2 * FULL);
    });

    test('as large as a file may be, it is read; with a byte more it is not', async () => {
      const reader = fakeReader(() => [CARD]);
      const most = new Array<Buffer>(FULL).fill(MEBIBYTE);
      standardInput(most);
      expect(await readFileAsCard(reader, '-')).toMatchObject({ status: 200 });
      expect(reader.seen.map(({ length }) => length)).toEqual([LIMIT_BYTES]);
      standardInput([...most, Buffer.alloc(1)]);
      expect(await readFileAsCard(reader, '-')).toMatchObject(TOO_LARGE);
    });

    test('a named pipe, whose writer is told', async () => {
      const pipe = path.join(folder, 'flooded');
      execFileSync('mkfifo', [pipe]);
      const written = pipeline(Readable.from(flood({ count: 0 })), createWriteStream(pipe)).catch(({ code }) => code);
      const reader = fakeReader(() => [CARD]);
      expect(await readFileAsCard(reader, pipe)).toMatchObject({ file: pipe, ...TOO_LARGE });
      expect([await written, reader.seen]).toEqual(['EPIPE', []]);
    });
  });

  test('a file that is too large is never read', async () => {
    const reader = fakeReader(() => [CARD]);
    const large = path.join(folder, 'large.jpg');
    await writeFile(large, '');
    await truncate(large, LIMIT_BYTES);
    expect(await readFileAsCard(reader, large)).toMatchObject({ status: 200 });
    await truncate(large, LIMIT_BYTES + 1);
    expect(await readFileAsCard(reader, large)).toMatchObject({ file: large, status: 413, code: 'PAYLOAD_TOO_LARGE', pan: null });
    expect(reader.seen).toHaveLength(1);
  });
});

test('bytes are prepared before they are read', async () => {
  const reader = fakeReader(() => [CARD]);
  await readFileAsCard(reader, file, { prepare: async (bytes) => Buffer.from(`turned ${bytes}`) });
  expect(reader.seen.map(String)).toEqual(['turned the picture']);
});

test.each([
  ['s3://bucket/card.jpg', 's3://bucket/card.jpg is no file; instead: bankcard-ocr batch s3://bucket/card.jpg --out cards.jsonl'],
  ['HTTPS://cards.example/a.jpg?x=1', 'HTTPS://cards.example/a.jpg is no file; instead: curl -s URL | bankcard-ocr read -'],
  ['http://cards.example/a.jpg', 'http://cards.example/a.jpg is no file; instead: curl -s URL | bankcard-ocr read -'],
  ['https://me:pw@cards.example/a.jpg#SECRET', 'https://cards.example/a.jpg is no file; instead: curl -s URL | bankcard-ocr read -'],
  ['sftp://me:pw@cards.example/a.jpg', 'sftp://cards.example/a.jpg is no file; instead: curl -s URL | bankcard-ocr read -'],
])('what is no file is wrong usage, and what reads it is said: %s', async (name, words) => {
  await expect(readCommand([file, name])).rejects.toThrow(new UsageError(`read: ${words}`));
});

test('of several cards it says so, and how to get all', async () => {
  jest.mocked(loadReader).mockResolvedValue(fakeReader(() => [CARD, { ...CARD, pan: '5555555555554444' }]));
  expect(await readCommand([file])).toBe(0);
  expect(output.text()).toMatch(/\n {2}cards {5}2 in this picture, .* batch --all-cards\n/);
  expect(await readFileAsCard(await loadReader(), file)).toMatchObject({ pan: CARD.pan, cards: 2 });
});

test('what a terminal would obey in the name of a file is escaped', async () => {
  jest.mocked(loadReader).mockResolvedValue(fakeReader(() => [CARD]));
  expect(await readCommand(['\x1b]0;title\x07.jpg'])).toBe(1);
  expect(output.text()).toMatch(/^\\x1b\]0;title\\x07\.jpg\n/);
});

test('a page cannot be written into a file', async () => {
  await expect(readCommand([file, '--debug', file])).rejects.toThrow(new UsageError(`read: --debug takes a folder: ${file} is none`));
});

describe('where a page cannot be written', () => {
  const pages = path.join(folder, 'unwritten');
  const page = `${pathBelow(pages, file)}.html`;
  const read = (...files: readonly string[]): Promise<number> => readCommand([...files, '--json', '--debug', pages, '--unmasked']);
  let stderr: string;
  beforeEach(async () => {
    stderr = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      stderr += chunk;
      return true;
    });
    jest.mocked(loadReader).mockResolvedValue(fakeReader(() => [CARD]));
    await rm(pages, { recursive: true, force: true });
  });

  test('its file is read, and so are the next', async () => {
    await mkdir(page, { recursive: true });
    const next = path.join(folder, 'next.jpg');
    await writeFile(next, 'another');
    expect(await read(file, next)).toBe(1);
    expect(output.records()).toMatchObject([
      { file, pan: CARD.pan },
      { file: next, pan: CARD.pan },
    ]);
    expect(stderr).toBe(`no page: ${file} (EISDIR)\npage: ${pathBelow(pages, next)}.html\n`);
    expect(await readFile(`${pathBelow(pages, next)}.html`, 'utf8')).toContain(CARD.panGrouped);
  });

  test('and no other can be, the command ends once the reading is told', async () => {
    await mkdir(path.dirname(path.dirname(page)), { recursive: true });
    await writeFile(path.dirname(page), '');
    await expect(read(file, file)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(output.records()).toHaveLength(1);
  });
});

test('a page is its owner’s alone, also where others could read the one before', async () => {
  jest.mocked(loadReader).mockResolvedValue(fakeReader(() => [CARD]));
  const pages = path.join(folder, 'pages');
  const page = `${pathBelow(pages, file)}.html`;
  const read = (): Promise<number> => readCommand([file, '--debug', pages, '--unmasked']);
  expect(await read()).toBe(0);
  await chmod(page, 0o644);
  await read();
  expect([(await stat(page)).mode & 0o777, await readFile(page, 'utf8')]).toEqual([0o600, expect.stringContaining(CARD.panGrouped)]);
  expect(output.text()).toContain(CARD.panGrouped);
});
