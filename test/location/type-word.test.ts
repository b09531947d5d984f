import { CardOcrError } from '../../lib/errors';
import type { Quad } from '../../lib/geometry';
import { typeWordOn } from '../../lib/location/type-word';
import { manifest } from '../../lib/model/manifest';
import type { WordFinder } from '../../lib/model/model';
import { errorCode } from '../helpers/error-code';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';
import { findingWords } from '../helpers/word-finders';

const RASTER = plainRaster(600, 500, 120);
const LYING = tilted({ x: 300, y: 250 }, 400, 252, 20);
const STANDING = tilted({ x: 300, y: 250 }, 252, 400, 0);

test.each([
  ['debit', { debit: 0.98, credit: 0.7 }, 'debit'],
  ['credit', { credit: 0.99 }, 'credit'],
  ['neither', {}, null],
  ['credit, less plain', { credit: 0.92 }, 'credit'],
  ['debit, not plain enough', { debit: 0.92 }, null],
  ['credit, not plain enough', { credit: 0.9 }, null],
  ['debit, and a trace of credit', { debit: 0.99, credit: 0.94 }, 'debit'],
  ['both', { debit: 0.99, credit: 0.96 }, null],
  ['both, debit less plain', { debit: 0.91, credit: 0.99 }, null],
])('the type by what is seen: %s', async (_, likely, type) => {
  expect(await typeWordOn(findingWords(likely), RASTER, LYING)).toBe(type);
});

test('what is likely is looked at once more, a little wider: the mean counts', async () => {
  const seenBy = async (...looks: readonly Parameters<typeof findingWords>[0][]) => {
    const finders = looks.map(findingWords);
    let count = 0;
    const run: WordFinder['run'] = (input) => {
      // three looks at each outline
      const finder = finders[Math.floor(count / 3)]!;
      count += 1;
      return finder.run(input);
    };
    return { type: await typeWordOn({ config: finders[0]!.config, run }, RASTER, LYING), looks: count };
  };
  expect(await seenBy({ debit: 0.69 })).toEqual({ type: null, looks: 3 });
  expect(await seenBy({ debit: 0.75 }, { debit: 0.995 })).toEqual({ type: 'debit', looks: 6 });
  expect(await seenBy({ debit: 0.995 }, { debit: 0.4 })).toEqual({ type: null, looks: 6 });
  expect(await seenBy({ debit: 0.99 }, { debit: 0.99, credit: 0.99 })).toEqual({ type: 'debit', looks: 6 });
});

test('where a look shows hardly a trace of a word, the card is not shown so once more: no mean with it counts', async () => {
  const sizesIf = async (faint: number): Promise<readonly number[]> => {
    const widths: number[] = [];
    const run: WordFinder['run'] = (input) => {
      widths.push(input.shape[3]!);
      return findingWords({ debit: input.shape[3] === 640 ? 0.99 : faint }).run(input);
    };
    expect(await typeWordOn({ config: manifest['word-finding'], run }, RASTER, LYING)).toBe('debit');
    return widths;
  };
  expect(await sizesIf(0.44)).toEqual([640, 320, 400, 640]);
  expect(await sizesIf(0.46)).toEqual([640, 320, 400, 640, 320, 400]);
});

test('the network sees a card as it lies, or as it stands, at half the size, and its rims', async () => {
  const finder = findingWords({});
  for (const outline of [LYING, STANDING]) await typeWordOn(finder, RASTER, outline);
  expect(finder.sizes).toEqual([
    [640, 400],
    [320, 200],
    [400, 128],
    [400, 640],
    [200, 320],
    [640, 128],
  ]);
});

test('the card fills what the network sees, its own top left first; its rims are turned, so that what is read from below stands upright', async () => {
  // bright where the card's top left is
  const data = new Uint8Array(RASTER.data.length).fill(20);
  const { x, y } = LYING[0];
  for (let down = -30; down < 30; down++) {
    const row = Math.round(y) + down;
    data.fill(250, 3 * (row * 600 + Math.round(x) - 30), 3 * (row * 600 + Math.round(x) + 30));
  }
  let seen: string[] = [];
  const finder: WordFinder = {
    config: manifest['word-finding'],
    run: async (input) => {
      const [, , height = 0, width = 0] = input.shape;
      const corners = { 'top left': 0, 'top right': width - 1, 'bottom left': width * (height - 1), 'bottom right': width * height - 1 };
      seen.push(...Object.entries(corners).flatMap(([corner, at]) => (input.data[at]! > 0 ? [corner] : [])));
      return findingWords({}).run(input);
    },
  };
  await typeWordOn(finder, { ...RASTER, data }, LYING);
  expect(seen).toEqual(['top left', 'top left', 'top right']);
  seen = [];
  const upsideDown: Quad = [LYING[2], LYING[3], LYING[0], LYING[1]];
  await typeWordOn(finder, { ...RASTER, data }, upsideDown);
  expect(seen).toEqual(['bottom right', 'bottom right', 'bottom left']);
});

/** One that sees a word only where what it is shown is so wide, px. */
const seeingAt = (at: number, ...[likely]: Parameters<typeof findingWords>): WordFinder => {
  const [seeing, blind] = [findingWords(likely), findingWords({})];
  return { config: seeing.config, run: (input) => (input.shape[3] === at ? seeing : blind).run(input) };
};

test.each([
  [640, { debit: 0.95 }, 'debit'],
  [320, { debit: 0.95 }, null],
  [320, { debit: 0.97 }, 'debit'],
  [640, { credit: 0.93 }, 'credit'],
  [320, { credit: 0.93 }, null],
  [320, { credit: 0.96 }, 'credit'],
  [400, { debit: 0.95 }, 'debit'],
  [400, { credit: 0.9 }, null],
])('a word may be seen at either size, at the smaller one more plainly, and at the rims: %i, %j', async (at, likely, type) => {
  expect(await typeWordOn(seeingAt(at, likely), RASTER, LYING)).toBe(type);
});

test('what is seen at one size speaks against the other word at both', async () => {
  const [whole, half] = [findingWords({ debit: 0.99 }), findingWords({ credit: 0.96 })];
  const run: WordFinder['run'] = (input) => (input.shape[3] === 640 ? whole : half).run(input);
  expect(await typeWordOn({ config: whole.config, run }, RASTER, LYING)).toBeNull();
});

test('an output of another size', async () => {
  const finder: WordFinder = { config: manifest['word-finding'], run: async () => ({ data: new Float32Array(12), shape: [1, 3, 2, 2] }) };
  expect(await errorCode(() => typeWordOn(finder, RASTER, LYING))).toBe('MODEL_OUTPUT_UNEXPECTED');
});

test('what the network throws goes on', async () => {
  const run = async (): Promise<never> => {
    throw new CardOcrError('INFERENCE_FAILED');
  };
  expect(await errorCode(() => typeWordOn({ config: manifest['word-finding'], run }, RASTER, LYING))).toBe('INFERENCE_FAILED');
});
