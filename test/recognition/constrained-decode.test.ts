import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import { panLogPrior } from '../../lib/card/pan-prior';
import { beamSearch } from '../../lib/recognition/beam-search';
import { constrainedDecode, DECODE, PAN_ALPHABET, visualCandidates } from '../../lib/recognition/constrained-decode';
import type { Tensor } from '../../lib/tensor';

const CLASSES = PAN_ALPHABET.length + 1;

/** What may stand at one place, with its probability: `{ 8: 0.6, 3: 0.4 }`. */
type Reading = Readonly<Record<string, number>>;

/** One crop: each place followed by a blank; what is left of the probability is spread over the other classes. */
function crop(places: readonly Reading[]): Tensor {
  const data = new Float32Array(places.length * 2 * CLASSES);
  const put = (t: number, known: ReadonlyMap<number, number>): void => {
    const rest = 1 - [...known.values()].reduce((a, b) => a + b, 0);
    for (let k = 0; k < CLASSES; k++) data[t * CLASSES + k] = known.get(k) ?? rest / (CLASSES - known.size);
  };
  places.forEach((reading, i) => {
    put(2 * i, new Map(Object.entries(reading).map(([digit, p]) => [PAN_ALPHABET.indexOf(digit) + 1, p])));
    put(2 * i + 1, new Map([[0, 0.995]]));
  });
  return { data, shape: [places.length * 2, CLASSES] };
}

const clear = (text: string, p = 0.99): Reading[] => [...text].map((digit) => ({ [digit]: p }));
const prior = (pan: string): number => panLogPrior(pan, { issuerKnown: true, lengths: [16], lengthsAreOwn: false });
const flat = (): number => 0;

describe('one crop', () => {
  it('a clear number that fails the check digit is kept', () => {
    const pan = '6212345678901234';
    expect(isLuhnValid(pan)).toBe(false);
    const [best] = constrainedDecode(visualCandidates([[crop(clear(pan))]]), prior);
    expect(best!.text).toBe(pan);
    expect(Math.min(...best!.digitConfidence)).toBeGreaterThan(0.9);
  });

  it('a clear number of an unknown issuer and an odd length is kept', () => {
    const pan = '999999999999999';
    const [best] = constrainedDecode(visualCandidates([[crop(clear(pan, 0.998))]]), (text) => panLogPrior(text, null));
    expect(best!.text).toBe(pan);
  });

  it('an ambiguous digit is settled by the check digit, and says that it was ambiguous', () => {
    const pan = '6222020200112230';
    const valid = [...PAN_ALPHABET].map((digit) => pan.slice(0, 8) + digit + pan.slice(9)).find(isLuhnValid)!;
    const digit = valid[8]!;
    const other = digit === '3' ? '8' : '3';
    const places = clear(valid);
    places[8] = { [other]: 0.52, [digit]: 0.46 };
    const candidates = visualCandidates([[crop(places)]]);
    const [byEye] = constrainedDecode(candidates, flat);
    expect(byEye!.text[8]).toBe(other);
    const [best] = constrainedDecode(candidates, prior);
    expect(best!.text).toBe(valid);
    expect(best!.digitConfidence).toHaveLength(16);
    best!.digitConfidence.forEach((confidence, i) => {
      if (i === 8) expect(confidence).toBeLessThan(0.55);
      else expect(confidence).toBeGreaterThan(0.9);
    });
  });
});

describe('several crops', () => {
  const number = (reading: Reading): Tensor => crop([...clear('62220202001'), reading, ...clear('2233')]);
  const digitIn = (crops: readonly Tensor[]): string => constrainedDecode(visualCandidates([crops]), flat)[0]!.text[11]!;

  it('jointly overrule the first', () => {
    const first = number({ 8: 0.6, 3: 0.38 });
    const second = number({ 3: 0.9, 8: 0.08 });
    expect(digitIn([first])).toBe('8');
    expect(digitIn([first, second])).toBe('3');
    expect(digitIn([second, first])).toBe('3');
  });

  it('make a digit no surer by showing the same again', () => {
    const confidence = (crops: readonly Tensor[]): number => constrainedDecode(visualCandidates([crops]), flat)[0]!.digitConfidence[11]!;
    const one = number({ 8: 0.7, 3: 0.29 });
    expect(confidence([one, one, one])).toBeCloseTo(confidence([one]), 6);
  });

  it('are not spoilt by one that shows nothing of the number', () => {
    const good = number({ 8: 0.9, 3: 0.05 });
    const bad = crop(clear('666', 0.9));
    const [best] = constrainedDecode(visualCandidates([[bad, good]]), flat);
    expect(best!.text).toBe('6222020200182233');
  });

  it('are joined by their power mean: one of two that sees nothing of it costs a text two bits, the same again nothing', () => {
    const good = crop(clear('6222', 0.7));
    const bad = crop(clear('9999', 0.9999));
    const visual = (crops: readonly Tensor[]): number => visualCandidates([crops]).find(({ text }) => text === '6222')!.visual;
    expect(visual([good, bad])).toBeCloseTo(visual([good]) - 2 * Math.LN2, 1);
    expect(visual([good, good, good])).toBeCloseTo(visual([good]), 6);
  });

  it('give no texts that are hopelessly less likely than the best', () => {
    const three = crop(new Array(3).fill({ 1: 0.99, 2: 0.004 }));
    expect(beamSearch(three, PAN_ALPHABET, DECODE.beamWidth).map(({ text }) => text)).toContain('222');
    const texts = visualCandidates([[three]]).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['111', '112', '122']));
    expect(texts).not.toContain('222');
  });

  it('bring in texts that only one of them shows', () => {
    const texts = visualCandidates([[crop(clear('12')), crop(clear('13'))]]).map((c) => c.text);
    expect(texts).toEqual(expect.arrayContaining(['12', '13']));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

it('a clear text that is no plausible number is not believed', () => {
  const candidates = visualCandidates([[crop(clear('5758888888888'))]]);
  expect(constrainedDecode(candidates, () => -8.5)[0]!.posterior).toBeLessThan(0.5);
  expect(constrainedDecode(candidates, () => -3)[0]!.posterior).toBeGreaterThan(0.8);
});

describe('two readers', () => {
  const digits = crop(clear('6222020200112230'));
  const text = crop(clear('6222020200112230'));

  it('make a digit surer where they agree', () => {
    const unsure = crop([...clear('62220202001'), { 8: 0.7, 3: 0.29 }, ...clear('2233')]);
    const confidence = (readers: readonly (readonly Tensor[])[]): number =>
      constrainedDecode(visualCandidates(readers), flat)[0]!.digitConfidence[11]!;
    expect(confidence([[unsure], [unsure]])).toBeGreaterThan(confidence([[unsure]]));
  });

  it('count alike where both looked', () => {
    const unsure = crop(clear('6222', 0.7));
    const visual = (readers: readonly (readonly Tensor[])[]): number => visualCandidates(readers)[0]!.visual;
    expect(visual([[unsure], [unsure]])).toBeCloseTo(2 * visual([[unsure]]), 6);
  });

  it('are both heard, whichever comes first', () => {
    const alone = visualCandidates([[digits], []])[0]!.visual;
    expect(visualCandidates([[], [text]])[0]!.visual).toBeCloseTo(alone, 6);
    expect(visualCandidates([[digits], [text]])[0]!.visual).toBeLessThan(alone);
  });
});

describe('how sure a digit is', () => {
  it('texts of another length do not speak for it', () => {
    const stretch = [
      { text: '11', visual: -1 },
      { text: '112', visual: -1 },
    ];
    expect(constrainedDecode(stretch, flat)[0]!.digitConfidence).toEqual([0.5, 0.5]);
  });

  it('is told however unlikely all of them are', () => {
    const stretch = [
      { text: '11', visual: -2000 },
      { text: '12', visual: -2001 },
      { text: '13', visual: -5000 },
    ];
    const [best] = constrainedDecode(stretch, flat);
    expect(best!.digitConfidence).toEqual([1, expect.closeTo(1 / (1 + Math.exp(-1)))]);
    expect(best!.posterior).toBeCloseTo(1 / (1 + Math.exp(-1)), 2);
  });
});

it('nothing read gives nothing', () => {
  expect(constrainedDecode([], flat)).toEqual([]);
  const blank: Tensor = { data: Float32Array.from({ length: 4 * CLASSES }, (_, i) => (i % CLASSES ? 0 : 1)), shape: [4, CLASSES] };
  expect(visualCandidates([[blank]])).toEqual([]);
});

it('whatever the crops and the prior, beliefs are probabilities, best first', () => {
  const row = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: CLASSES, maxLength: CLASSES }).map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / sum);
  });
  const anyCrop = fc
    .array(row, { minLength: 1, maxLength: 6 })
    .map((rows) => ({ data: Float32Array.from(rows.flat()), shape: [rows.length, CLASSES] }));
  fc.assert(
    fc.property(fc.array(anyCrop, { minLength: 1, maxLength: 3 }), anyCrop, fc.integer({ min: 1, max: 30 }), (crops, other, spread) => {
      const anyPrior = (text: string): number => -([...text].reduce((sum, digit) => sum * 7 + Number(digit), 3) % spread);
      const found = constrainedDecode(visualCandidates([crops, [other]]), anyPrior);
      expect(found.length).toBeGreaterThan(0);
      // what is left is that none of them is right
      const sum = found.reduce((total, h) => total + h.posterior, 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      expect(sum).toBeGreaterThan(0);
      found.forEach((hypothesis, i) => {
        if (i > 0) expect(hypothesis.posterior).toBeLessThanOrEqual(found[i - 1]!.posterior);
        expect(hypothesis.posterior).toBeGreaterThanOrEqual(0);
        expect(hypothesis.text).toMatch(/^\d+$/);
        expect(hypothesis.digitConfidence).toHaveLength(hypothesis.text.length);
        for (const confidence of hypothesis.digitConfidence) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1 + 1e-9);
        }
      });
      expect(new Set(found.map((h) => h.text)).size).toBe(found.length);
    }),
    { numRuns: 40 },
  );
});
