import fc from 'fast-check';
import { PAN_ALPHABET } from '../../lib/recognition/constrained-decode';
import { textLogProbability } from '../../lib/recognition/ctc';
import { hiddenLogProbabilities, JOINT, jointTexts, pooled } from '../../lib/recognition/joint-decode';
import type { Tensor } from '../../lib/tensor';
import { cropOf } from '../helpers/crops';

const PAN = '6222020200112230';
const CLASSES = PAN_ALPHABET.length + 1;

const logOf = (crop: Tensor, text: string): number => hiddenLogProbabilities([[crop], []], [text])[0]!;
const FLOORS = [-12, -12, -12];

describe('the probability of a text of which digits may be hidden', () => {
  test('is that of CTC where all of it is seen', () => {
    expect(logOf(cropOf(PAN), PAN)).toBeCloseTo(textLogProbability(cropOf(PAN), PAN_ALPHABET, PAN), 2);
  });

  test('is so for any crop and text, or more', () => {
    const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: CLASSES, maxLength: CLASSES });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.stringMatching(/^[0-9]{0,6}$/), (rows, text) => {
        const sums = rows.map((values) => values.reduce((sum, value) => sum + value));
        const data = Float32Array.from(rows.flatMap((values, t) => values.map((value) => value / sums[t]!)));
        const crop = { data, shape: [rows.length, CLASSES] };
        const log = logOf(crop, text);
        expect(log).not.toBeNaN();
        expect(log).toBeLessThan(1e-6);
        expect(log).toBeGreaterThanOrEqual(textLogProbability(crop, PAN_ALPHABET, text) - 1e-6);
      }),
    );
  });

  test('is not small where there is room for the digits that are not seen', () => {
    const glare = `${PAN.slice(0, 6)}   ${PAN.slice(9)}`;
    expect(logOf(cropOf(glare), PAN)).toBeGreaterThan(JOINT.hiddenRun + 3 * JOINT.hiddenDigit - 2);
    expect(logOf(cropOf(glare), PAN)).toBeGreaterThan(textLogProbability(cropOf(glare), PAN_ALPHABET, PAN) + 10);
  });

  test('is small where there is none', () => {
    expect(logOf(cropOf(PAN), `${PAN.slice(0, 6)}777${PAN.slice(6)}`)).toBeLessThan(-15);
  });

  test('of two digits alike needs a blank between them: a wide digit is one', () => {
    const steps = ['', '', '2', '2', '2', '', ''];
    const data = Float32Array.from(steps.flatMap((shown) => ['', ...PAN_ALPHABET].map((sign) => (sign === shown ? 0.97 : 0.003))));
    const wide: Tensor = { data, shape: [steps.length, CLASSES] };
    expect(logOf(wide, '2')).toBeGreaterThan(-0.5);
    expect(logOf(wide, '22')).toBeLessThan(-3);
  });

  test('needs no room at either end, for the crop may be cut', () => {
    for (const part of [PAN.slice(3), PAN.slice(0, -3)]) {
      expect(logOf(cropOf(part), PAN)).toBeCloseTo(
        JOINT.hiddenEnd + JOINT.hiddenRun + 3 * JOINT.hiddenDigit + logOf(cropOf(part), part),
        0,
      );
    }
  });

  test('is told for texts in any order, of all crops together', () => {
    const texts = [PAN, '6222', `${PAN}1`, '', '9', PAN.slice(1)];
    const crops = [[cropOf(PAN), cropOf(PAN, 0.7)], [cropOf(PAN, 0.5)]];
    const each = texts.map((text) => hiddenLogProbabilities(crops, [text])[0]);
    expect(hiddenLogProbabilities(crops, texts)).toEqual(each);
  });
});

describe('several pictures', () => {
  const first = async (pictures: readonly Tensor[], most = 20): Promise<string> =>
    (
      await jointTexts(
        pictures.map((crop) => [[crop], []]),
        FLOORS.slice(0, pictures.length),
        most,
      )
    )[0]!;

  test('that each hide other digits show the whole number', async () => {
    const glares = [`${PAN.slice(0, 2)}    ${PAN.slice(6)}`, `${PAN.slice(0, 10)}    ${PAN.slice(14)}`];
    expect(await first(glares.map((text) => cropOf(text)))).toBe(PAN);
  });

  test('that each misread another digit, unsurely, are outvoted by the others’ evidence', async () => {
    const misread = [2, 7, 12].map((at) => cropOf(`${PAN.slice(0, at)}${(Number(PAN[at]) + 5) % 10}${PAN.slice(at + 1)}`, 0.8));
    expect(await first(misread)).toBe(PAN);
  });

  test('one of which shows something else show the number of the others', async () => {
    expect(await first([cropOf(PAN, 0.9), cropOf('95588', 0.99), cropOf(PAN, 0.9)])).toBe(PAN);
  });

  test('are searched for no longer texts than asked for', async () => {
    expect((await first([cropOf(PAN), cropOf(PAN)], 8)).length).toBeLessThanOrEqual(8);
  });
});

describe('what pictures say together', () => {
  test('of one picture is what it says', () => {
    expect(pooled([-3], [-100])).toBeCloseTo(-3);
  });

  test('is no less than what the floors leave', () => {
    expect(pooled([-Infinity, -1], [-20, -20], 1)).toBeCloseTo(-21);
  });

  test('counts less than as many independent ones', () => {
    expect(pooled([-3, -3], [-100, -100])).toBeGreaterThan(-6);
    expect(pooled([-3, -3], [-100, -100])).toBeLessThan(-3);
  });
});
