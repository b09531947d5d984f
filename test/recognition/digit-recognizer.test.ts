import fc from 'fast-check';
import { manifest } from '../../lib/model/manifest';
import { DigitRecognizer } from '../../lib/recognition/digit-recognizer';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';
import type { Tensor } from '../../lib/tensor';
import { errorCode } from '../helpers/error-code';
import { rectangle } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

/** Blank, digits and slash; then whether it is a number. */
const OUTPUTS = DIGIT_ALPHABET.length + 2;
const IS_NUMBER = OUTPUTS - 1;
const CONFIG = manifest['digit-recognition'];
const RASTER = plainRaster(40, 20);
const QUAD = rectangle(0, 0, 40, 20);

const readAs = (answer: Tensor): Promise<DigitStrip> =>
  new DigitRecognizer({ config: CONFIG, run: async () => answer }).read(RASTER, QUAD, 1);
const steps = (...rows: readonly (readonly number[])[]): Tensor => ({
  data: Float32Array.from(rows.flat()),
  shape: [1, rows.length, OUTPUTS],
});
const row = (probs: Readonly<Record<number, number>>): number[] => Array.from({ length: OUTPUTS }, (_, k) => probs[k] ?? 0);

it('gives blank, digits and slash as the network does, and makes no digit impossible', async () => {
  const { digitProbs } = await readAs(steps(row({ 8: 0.9, 2: 0.1 }), row({ 0: 1 }), row({ 11: 1 })));
  expect(digitProbs.shape).toEqual([3, DIGIT_ALPHABET.length + 1]);
  expect(digitProbs.data[8]).toBeCloseTo(0.9, 1);
  expect(digitProbs.data[12]).toBeCloseTo(1, 1);
  expect(digitProbs.data[2 * 12 + 11]).toBeCloseTo(1, 1);
  expect(Math.min(...digitProbs.data)).toBeGreaterThan(0);
});

it('says how likely it is a number, whatever its digits', async () => {
  const { digitMass } = await readAs(steps(row({ 8: 1, [IS_NUMBER]: 0.25 }), row({ 0: 1, [IS_NUMBER]: 1 })));
  expect([...digitMass]).toEqual([0.25, 1]);
});

describe('a network that does not say whether it is a number', () => {
  const SECOND = manifest['second-digit-recognition'];
  const readBySecond = (answer: Tensor) => new DigitRecognizer({ config: SECOND, run: async () => answer }).read(RASTER, QUAD, 1);
  const classesOnly = (...rows: readonly (readonly number[])[]): Tensor => ({
    data: Float32Array.from(rows.flatMap((probs) => probs.slice(0, IS_NUMBER))),
    shape: [1, rows.length, IS_NUMBER],
  });

  it('is read as if all were', async () => {
    const { digitProbs, digitMass } = await readBySecond(classesOnly(row({ 8: 0.9, 2: 0.1 }), row({ 0: 1 })));
    expect(digitProbs.shape).toEqual([2, DIGIT_ALPHABET.length + 1]);
    expect(digitProbs.data[8]).toBeCloseTo(0.9, 2);
    expect(digitProbs.data[12]).toBeCloseTo(1, 2);
    expect([...digitMass]).toEqual([1, 1]);
  });

  it('answers with no more than its manifest says, and one that does with no less', async () => {
    expect(await errorCode(() => readBySecond(steps(row({ 0: 1 }))))).toBe('MODEL_OUTPUT_UNEXPECTED');
    expect(await errorCode(() => readAs(classesOnly(row({ 0: 1 }))))).toBe('MODEL_OUTPUT_UNEXPECTED');
  });
});

it.each([
  ['a class is missing', { data: new Float32Array(12), shape: [1, 1, 12] }],
  ['there are two strips', { data: new Float32Array(2 * OUTPUTS), shape: [2, 1, OUTPUTS] }],
  ['there is nothing', { data: new Float32Array(0), shape: [] }],
  ['it has no number', { data: new Float32Array(OUTPUTS).fill(Number.NaN), shape: [1, 1, OUTPUTS] }],
])('refuses an answer of another shape, or of no numbers: %s', async (_, answer) => {
  expect(await errorCode(() => readAs(answer))).toBe('MODEL_OUTPUT_UNEXPECTED');
});

it('rows sum to 1, whatever the network says', async () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: IS_NUMBER, maxLength: IS_NUMBER })
    .filter((w) => w.some((v) => v > 0));
  const anyRow = fc.tuple(weights, fc.double({ min: 0, max: 1, noNaN: true })).map(([w, isNumber]) => {
    const sum = w.reduce((a, b) => a + b, 0);
    return [...w.map((v) => v / sum), isNumber];
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 5 }), async (rows) => {
      const { digitProbs } = await readAs(steps(...rows));
      rows.forEach((_, t) => {
        const width = digitProbs.shape[1]!;
        expect(digitProbs.data.subarray(t * width, (t + 1) * width).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      });
    }),
  );
});

describe('the alphabet is the manifest’s', () => {
  const withOutput = (output: Partial<(typeof CONFIG)['output']>, answer: Tensor) =>
    new DigitRecognizer({ config: { ...CONFIG, output: { ...CONFIG.output, ...output } }, run: async () => answer });

  it.each([
    ['in another order', { alphabet: '/9876543210' }, { 0: 0.1, 1: 0.2, 11: 0.7 }, { '': 0.1, '/': 0.2, 0: 0.7 }],
    ['the blank last', { blankIndex: 11 }, { 0: 0.1, 10: 0.2, 11: 0.7 }, { 0: 0.1, '/': 0.2, '': 0.7 }],
    ['the blank between', { blankIndex: 5 }, { 4: 0.1, 5: 0.2, 6: 0.7 }, { 4: 0.1, '': 0.2, 5: 0.7 }],
  ])('%s', async (_, output, probs, seen) => {
    const { digitProbs } = await withOutput(output, steps(row(probs))).read(RASTER, QUAD, 1);
    for (const [character, p] of Object.entries(seen)) {
      expect(digitProbs.data[character === '' ? 0 : DIGIT_ALPHABET.indexOf(character) + 1]).toBeCloseTo(p, 2);
    }
  });

  it('one without all digits is refused', () => {
    expect(() => withOutput({ alphabet: '012345678/' }, steps())).toThrow('012345678/');
  });
});
