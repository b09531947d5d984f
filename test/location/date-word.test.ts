import { CardOcrError } from '../../lib/errors';
import type { Quad } from '../../lib/geometry';
import { type DateWord, dateWordAt } from '../../lib/location/date-word';
import { manifest } from '../../lib/model/manifest';
import type { WordFinder } from '../../lib/model/model';
import { errorCode } from '../helpers/error-code';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';
import { drawingWords } from '../helpers/word-finders';

const RASTER = plainRaster(640, 400, 120);
/** Four times as wide as high. */
const DATE = tilted({ x: 400, y: 200 }, 80, 20, 0);

/** How much of what is around a date the network sees, in heights of its digits. */
const SEEN = { left: 6, above: 2.2, rows: 4 };

/** A word that is seen, and where: from the date's top left, in heights of its digits. */
interface Seen {
  readonly word: DateWord;
  readonly x: number;
  readonly y: number;
  /** in the first and in the second look */
  readonly p?: readonly [number, number];
}

const seeing = (...words: readonly Seen[]) =>
  drawingWords(({ of, rows, columns, looks }) => {
    const cells = rows / SEEN.rows; // per height of the digits
    for (const { word, x, y, p = [0.95, 0.95] } of words) {
      const [column, row] = [Math.floor((x + SEEN.left) * cells), Math.floor((y + SEEN.above) * cells)];
      of(word)[row * columns + column] = p[looks - 1]!;
    }
  });

const wordBy = (...words: readonly Seen[]) => dateWordAt(seeing(...words), RASTER, DATE);

test.each<[string, readonly Seen[], DateWord | null]>([
  ['before it', [{ word: 'until', x: -1, y: 0.5 }], 'until'],
  ['before it, in two lines', [{ word: 'since', x: -1, y: 1.2 }], 'since'],
  ['some way before it', [{ word: 'since', x: -4.5, y: 0.5 }], 'since'],
  ['above it', [{ word: 'since', x: 2, y: -0.8 }], 'since'],
  ['above it, a little to the left', [{ word: 'until', x: -1, y: -1.5 }], 'until'],
  ['nothing', [], null],
  ['too far before it: of another date', [{ word: 'since', x: -5.6, y: 0.5 }], null],
  ['behind it', [{ word: 'since', x: 4.9, y: 0.5 }], null],
  ['below it', [{ word: 'since', x: 2, y: 1.6 }], null],
  ['above what stands before it', [{ word: 'since', x: -2.5, y: -1.2 }], null],
  ['not plain', [{ word: 'since', x: -1, y: 0.5, p: [0.79, 0.79] }], null],
  ['less plain in the second look', [{ word: 'since', x: -1, y: 0.5, p: [0.95, 0.5] }], 'since'],
  ['not in the second look', [{ word: 'since', x: -1, y: 0.5, p: [0.95, 0.3] }], null],
  ['less plain in the first look', [{ word: 'until', x: -1, y: 0.5, p: [0.55, 0.95] }], 'until'],
  ['plain in the first look, until then', [{ word: 'until', x: -1, y: 0.5, p: [0.91, 0.01] }], 'until'],
  ['plain in the first look, since then', [{ word: 'since', x: -1, y: 0.5, p: [0.99, 0.01] }], null],
  ['hardly in the first look', [{ word: 'until', x: -1, y: 0.5, p: [0.45, 0.99] }], null],
  ['both', ['until', 'since'].map((word, i) => ({ word: word as DateWord, x: -1 - 2 * i, y: 0.5 })), null],
  [
    'one, and a trace of the other',
    [
      { word: 'since', x: -1, y: 0.5 },
      { word: 'until', x: -3, y: 0.5, p: [0.29, 0.29] },
    ],
    'since',
  ],
  [
    'one, far likelier than the other, which is seen, too',
    [
      { word: 'since', x: -1, y: 0.5, p: [0.99, 0.99] },
      { word: 'until', x: -3, y: 0.5, p: [0.43, 0.96] },
    ],
    'since',
  ],
  [
    'one, not so much likelier than the other',
    [
      { word: 'since', x: -1, y: 0.5, p: [0.98, 0.96] },
      { word: 'until', x: -3, y: 0.5, p: [0.8, 0.85] },
    ],
    null,
  ],
])('a word %s', async (_, words, expected) => {
  expect(await wordBy(...words)).toBe(expected);
});

test('the network sees a date and what is around it, its digits always as high, and larger where that may say something', async () => {
  for (const by of [1, 2]) {
    const date = tilted({ x: 320, y: 200 }, by * 60, by * 15, 0);
    const [blind, likely, plain] = [seeing(), seeing({ word: 'since', x: -1, y: 0.5 }), seeing({ word: 'until', x: -1, y: 0.5 })];
    for (const finder of [blind, likely, plain]) await dateWordAt(finder, RASTER, date);
    expect(blind.sizes).toEqual([[336, 120]]);
    expect(plain.sizes).toEqual([[336, 120]]);
    expect(likely.sizes).toEqual([
      [336, 120],
      [440, 160],
    ]);
  }
});

test.each([0, 30, 180])('upright, turned by %d°', async (degrees) => {
  // bright to the left of the date
  const [centre, a] = [{ x: 320, y: 200 }, (degrees * Math.PI) / 180];
  const left = { x: Math.round(centre.x - 80 * Math.cos(a)), y: Math.round(centre.y - 80 * Math.sin(a)) };
  const data = new Uint8Array(RASTER.data.length).fill(20);
  for (let down = -4; down <= 4; down++) data.fill(250, 3 * ((left.y + down) * 640 + left.x - 4), 3 * ((left.y + down) * 640 + left.x + 5));
  let brightest = { x: 0, y: 0 };
  const finder: WordFinder = {
    config: manifest['word-finding'],
    run: async (input) => {
      const [, , height = 0, width = 0] = input.shape;
      const blue = input.data.slice(0, width * height);
      const bright = [...blue.keys()].filter((i) => blue[i]! > 0.9);
      const px = height / SEEN.rows;
      const mean = (of: (i: number) => number) => bright.reduce((sum, i) => sum + of(i), 0) / bright.length;
      brightest = { x: mean((i) => i % width) / px - SEEN.left, y: mean((i) => Math.floor(i / width)) / px - SEEN.above };
      return seeing().run(input);
    },
  };
  const date: Quad = tilted(centre, 80, 20, degrees);
  await dateWordAt(finder, { ...RASTER, data }, date);
  // 80 px before its middle are two heights before its left end
  expect(brightest.x).toBeCloseTo(-2, 0);
  expect(brightest.y).toBeCloseTo(0.5, 0);
});

test('what the network throws goes on', async () => {
  const run = async (): Promise<never> => {
    throw new CardOcrError('INFERENCE_FAILED');
  };
  expect(await errorCode(() => dateWordAt({ config: manifest['word-finding'], run }, RASTER, DATE))).toBe('INFERENCE_FAILED');
});
