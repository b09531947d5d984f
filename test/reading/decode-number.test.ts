import { isLuhnValid } from '../../lib/card/luhn';
import type { Glance, Place } from '../../lib/evidence';
import { firstReading, plainReading } from '../../lib/reading/decode-number';
import { glance } from '../../lib/reading/glance';
import type { PanPrior } from '../../lib/sight';
import { answer, BLOCK, FAILING, LINE, lookAt, PAN, PRIOR, RASTER, readBy, type SeenAt, scripted } from '../helpers/scripted-readers';
import { NO_PRIOR, sightOf } from '../helpers/sights';

it('the two numbers differ in what matters here', () => {
  expect([isLuhnValid(PAN), isLuhnValid(FAILING)]).toEqual([true, false]);
});

describe('firstReading', () => {
  const read = (seen: Glance) => firstReading(sightOf(RASTER, {}, { prior: PRIOR }), seen);

  it('is sure of a clear number that passes', async () => {
    const reading = read(await lookAt(...PAN));
    expect(reading).toMatchObject({ text: PAN, place: LINE, sure: true, clear: true });
    expect(reading!.total).toBeCloseTo(reading!.visual + PRIOR.of(PAN));
  });

  it('takes a clear number that fails the check for what it is, but is not sure', async () => {
    const places = [...FAILING].map((digit) => ({ [digit]: 0.9999 }));
    expect(read(await lookAt(...places))).toMatchObject({ text: FAILING, sure: false, clear: true });
  });

  it('is not sure where one digit is only guessed', async () => {
    const places: SeenAt[] = [...PAN];
    places[15] = { 0: 0.5, 8: 0.49 };
    expect(read(await lookAt(...places))).toMatchObject({ text: PAN, sure: false, clear: false });
  });

  it('says where each digit is, as a fraction of the line', async () => {
    const { positions } = read(await lookAt(...PAN))!;
    expect(positions).toHaveLength(16);
    positions.forEach((position, i) => {
      expect(position).toBeCloseTo((2 * i + 1.5) / 33, 5);
    });
  });

  it('does not say so for a block', async () => {
    const groups = [0, 4, 8, 12].map((i) => answer([...PAN.slice(i, i + 4)]));
    const reading = read(await glance(readBy(scripted(...groups).recognizer), BLOCK));
    expect(reading).toMatchObject({ text: PAN, positions: [], place: BLOCK });
  });
});

describe('a specimen’s number', () => {
  const read = async (digits: string, at: number, seen: SeenAt) => {
    const places: SeenAt[] = [...digits];
    places[at] = seen;
    return firstReading(sightOf(RASTER, {}, { prior: { ...NO_PRIOR, of: () => -2 } }), await lookAt(...places))!;
  };

  it('is likelier than one next to it, unless that is plain', async () => {
    expect((await read('6225758888888888', 13, { 2: 0.98, 8: 0.015 })).text).toBe('6225758888888888');
    expect((await read('6225758888888888', 13, { 2: 0.999, 8: 0.0001 })).text).toBe('6225758888888288');
    expect((await read('6225758888898888', 13, { 2: 0.98, 8: 0.015 })).text).toBe('6225758888898288');
  });

  it('is in doubt then', async () => {
    expect((await read('6225758888888888', 13, { 2: 0.98, 8: 0.015 })).digitConfidence[13]).toBeLessThan(0.1);
  });
});

describe('how digits stand', () => {
  const flat = { ...NO_PRIOR, of: () => -2 };
  const read = async (places: readonly SeenAt[], place: Place = LINE, prior: PanPrior = flat) => {
    const sight = readBy(scripted(answer(places)).recognizer, undefined, { prior });
    return { reading: firstReading(sight, await glance(sight, place))!, sight };
  };
  /** A sign, rather a 1 than nothing, some way before the number. */
  const APART: SeenAt[] = [{ 1: 0.6 }, {}, {}, ...PAN];

  it('counts against a sign beside the number that looks like a digit', async () => {
    expect((await read(APART)).reading.text).toBe(PAN);
    // where it stands as a first digit does, it is one
    expect((await read([{ 1: 0.6 }, ...PAN])).reading.text).toBe(`1${PAN}`);
  });

  it('counts no more than what speaks for it by far', async () => {
    expect((await read([{ 1: 0.999 }, {}, {}, ...PAN])).reading.text).toBe(`1${PAN}`);
  });

  describe('with signs beside a likely number', () => {
    const SIGN: SeenAt = { 1: 0.99 };
    const FAINT: SeenAt = { 1: 0.9 };
    const knows = (likely: string): PanPrior => ({ ...flat, of: (pan) => (pan === likely ? 0 : -2) });

    it.each([
      ['one before it', [SIGN, {}, {}, ...PAN]],
      ['one behind it', [...PAN, {}, {}, SIGN]],
      ['one on each side', [FAINT, {}, {}, ...PAN, {}, {}, FAINT]],
      ['two before it', [FAINT, FAINT, {}, {}, ...PAN]],
      ['two behind it', [...PAN, {}, {}, FAINT, FAINT]],
    ])('counts as much as what speaks for them: %s', async (_, places) => {
      expect((await read(places, LINE, knows(PAN))).reading.text).toBe(PAN);
    });

    it('counts no more than elsewhere where the number is not likely', async () => {
      expect((await read([SIGN, {}, {}, ...PAN])).reading.text).toBe(`1${PAN}`);
    });
  });

  it('is not told of a block', async () => {
    const strips = [APART.slice(0, 7), ...['0202', '0011', '2230'].map((group) => [...group])].map((places) => answer(places));
    const sight = readBy(scripted(...strips).recognizer, undefined, { prior: flat });
    expect(firstReading(sight, await glance(sight, BLOCK))!.text).toBe(`1${PAN}`);
  });

  it('counts against what is too short for a card number', async () => {
    const twelve = '622202020011';
    expect((await read([{ [twelve[0]!]: 0.4 }, ...twelve.slice(1)])).reading.text).toBe(twelve);
    expect((await read([{ 1: 0.4 }, ...twelve])).reading.text).toBe(twelve);
  });

  it('is judged of the likeliest texts by all that is known, not by the picture alone', async () => {
    // of the 16 texts that are all but equally likely by the picture, the last one
    const unsure = [...PAN].map((digit, i) => (i < 12 ? digit : { [digit]: 0.5, [(Number(digit) + 1) % 10]: 0.499 }));
    const last = [...PAN].map((digit, i) => (i < 12 ? digit : (Number(digit) + 1) % 10)).join('');
    const knows = { ...flat, of: (pan: string) => (pan === last ? 0 : -3) };
    expect((await read(unsure, LINE, knows)).reading.text).toBe(last);
  });

  it('a reading’s total is its likelihood with what is known of such numbers; its likeliest texts are evidence', async () => {
    const { reading, sight } = await read([...PAN.slice(0, 12), ...[...PAN.slice(12)].map((digit) => ({ [digit]: 0.6, 7: 0.3 }))]);
    expect(reading.total).toBeCloseTo(reading.visual - 2);
    const seen = sight.evidence.find(({ kind }) => kind === 'candidates');
    expect(seen).toMatchObject({ raster: sight.raster, place: LINE, hypotheses: { length: 8, 0: { text: PAN } } });
  });
});

describe('plainReading', () => {
  it('is what a look shows, with the probability of each digit, whatever is known of numbers', async () => {
    const seen = await lookAt(...PAN.slice(0, 15), { 9: 0.7 });
    const reading = plainReading(seen);
    expect(reading).toMatchObject({ text: `${PAN.slice(0, 15)}9`, posterior: 1, place: LINE, total: 0, sure: false, clear: false });
    expect(reading.digitConfidence).toEqual([...new Array(15).fill(0.99), 0.7].map((p) => expect.closeTo(p, 1)));
    expect(reading.positions[15]).toBeCloseTo((2 * 15 + 1.5) / 33, 5);
  });

  it.each([
    ['that is seen over several steps is unsure', 0.9, 0],
    ['of which the next step shows a little is sure', 0.4, 0.99],
  ])('a digit %s', async (_, there, confidence) => {
    const { probs, ...seen } = await lookAt(...PAN);
    const [data, classes] = [probs.data.slice(), probs.shape[1]!];
    // the fourth digit stands at step 7
    data.set([1 - there, ...Array.from('0123456789', (digit) => (digit === PAN[3] ? there : 0))], 8 * classes);
    const { digitConfidence, text } = plainReading({ ...seen, probs: { ...probs, data } });
    expect(text).toBe(PAN);
    expect(digitConfidence.slice(2, 5)).toEqual([0.99, confidence, 0.99].map((p) => expect.closeTo(p, 2)));
  });

  it('of a block does not say where digits stand', async () => {
    const groups = [0, 4, 8, 12].map((i) => answer([...PAN.slice(i, i + 4)]));
    const seen = await glance(readBy(scripted(...groups).recognizer), BLOCK);
    expect(plainReading(seen)).toMatchObject({ text: PAN, positions: [], digitConfidence: { length: 16 } });
  });
});
