import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CardOcrError, type CardReader, type TogetherReading } from '../../../../lib';
import type { Annotator } from '../../../../scripts/cli/batch/annotate';
import { readPictures } from '../../../../scripts/cli/batch/read-pictures';
import { EXAMPLE_CARD, pictureOf, togetherOf } from '../../../helpers/readings';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
beforeAll(() => {
  for (const name of ['a', 'b']) writeFileSync(at(name), `picture ${name}`);
});

const OPTIONS = { isMasked: true, allCards: false };

/** A reader that gets pictures as the real one does: those that are there show the card. */
const reader = {
  read: async () => pictureOf(EXAMPLE_CARD),
  readTogether: async (pictures: readonly (() => Promise<Uint8Array>)[]): Promise<TogetherReading> => {
    const errors: CardOcrError[] = [];
    const seen = [];
    for (const picture of pictures) {
      seen.push(
        await picture().then(
          () => EXAMPLE_CARD,
          (thrown: CardOcrError) => void errors.push(thrown),
        ),
      );
    }
    if (seen.every((card) => !card)) throw errors[0];
    return togetherOf(EXAMPLE_CARD, ...seen.map((card) => card ?? null));
  },
} as unknown as CardReader;

test('several are one record, which the first names', async () => {
  expect(await readPictures(reader, [at('a'), at('b')], OPTIONS, null)).toMatchObject([
    { file: at('a'), status: 200, pan: '622597******3000', card: 1, cards: 1 },
  ]);
});

test('one that cannot be opened does not keep the others from being read', async () => {
  expect(await readPictures(reader, [at('nothing'), at('b')], OPTIONS, null)).toMatchObject([{ file: at('nothing'), status: 200 }]);
});

test.each([[['nothing'] as const], [['nothing', 'no'] as const]])('of %j none can be opened', async (names) => {
  const files = names.map(at) as [string, ...string[]];
  const together = files.length > 1 ? reader : ({ read: () => Promise.reject(new Error('unasked')) } as unknown as CardReader);
  expect(await readPictures(together, files, OPTIONS, null)).toMatchObject([{ file: at('nothing'), status: 404, code: 'FILE_NOT_OPENED' }]);
});

describe('a file is not loaded', () => {
  const unread = { read: () => Promise.reject(new Error('unasked')) } as unknown as CardReader;

  test('that is too large, even for memory', async () => {
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 3 * 2 ** 30);
    expect(await readPictures(unread, [at('large')], OPTIONS, null)).toMatchObject([{ status: 413, code: 'PAYLOAD_TOO_LARGE' }]);
    expect(await readPictures(reader, [at('large'), at('b')], OPTIONS, null)).toMatchObject([{ file: at('large'), status: 200 }]);
  });

  test('that is a pipe, into which nobody writes', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const message = 'cannot open the file: it is a pipe, a socket or a device';
    expect(await readPictures(unread, [at('pipe')], OPTIONS, null)).toMatchObject([{ status: 404, code: 'FILE_NOT_OPENED', message }]);
  });
});

test('what was found is drawn into the picture that shows it', async () => {
  const annotate = jest.fn<ReturnType<Annotator['annotate']>, Parameters<Annotator['annotate']>>(async () => undefined as never);
  await readPictures(reader, [at('nothing'), at('b')], OPTIONS, { annotate });
  const [file, bytes, cards, isInPart] = annotate.mock.calls[0]!;
  expect([file, Buffer.from(bytes).toString(), cards, isInPart]).toEqual([at('b'), 'picture b', [EXAMPLE_CARD], false]);
  // only both together show the number
  const inPart = togetherOf(EXAMPLE_CARD, null, { ...EXAMPLE_CARD, pan: `${EXAMPLE_CARD.pan.slice(0, -1)}?` });
  await readPictures({ readTogether: async () => inPart } as unknown as CardReader, [at('a'), at('b')], OPTIONS, { annotate });
  expect(annotate.mock.calls[1]![3]).toBe(true);
});

describe('pictures of one card of which some cannot be read', () => {
  const withErrors = (...errors: (CardOcrError | null)[]): CardReader => {
    const reading = togetherOf(EXAMPLE_CARD, ...errors.map((error) => (error ? null : EXAMPLE_CARD)));
    const pictures = reading.pictures.map((one, i) => ({ ...one, error: errors[i] ?? null }));
    return { readTogether: async () => ({ ...reading, pictures }) } as unknown as CardReader;
  };

  test('have a record of their own, behind the card’s', async () => {
    const broken = withErrors(null, new CardOcrError('IMAGE_DECODE_FAILED'), new CardOcrError('IMAGE_EMPTY'));
    const records = await readPictures(broken, [at('a'), at('b'), at('c')], OPTIONS, null);
    expect(records.map(({ file, status, code }) => [file, status, code])).toEqual([
      [at('a'), 200, null],
      [at('b'), 462, 'IMAGE_DECODE_FAILED'],
      [at('c'), 462, 'IMAGE_EMPTY'],
    ]);
  });

  test('have none where it is but the number that they do not show', async () => {
    const unseen = withErrors(null, new CardOcrError('NO_CARD'), new CardOcrError('NUMBER_UNREADABLE'));
    expect(await readPictures(unseen, [at('a'), at('b'), at('c')], OPTIONS, null)).toHaveLength(1);
  });
});

test.each(['ENOSPC', 'EACCES', 'ENOENT', 'ENOTDIR', 'EEXIST'])('where no picture can be drawn the batch ends: %s', async (code) => {
  const annotate = () => Promise.reject(Object.assign(new Error(code), { code }));
  await expect(readPictures(reader, [at('a')], OPTIONS, { annotate } as unknown as Annotator)).rejects.toThrow(code);
});
