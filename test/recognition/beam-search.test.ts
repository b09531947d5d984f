import fc from 'fast-check';
import { beamSearch } from '../../lib/recognition/beam-search';
import type { Tensor } from '../../lib/tensor';
import { ALPHABET, CLASSES, strips, tensor, textProbabilities } from '../helpers/ctc-strips';

/** Prefix beam search as it is written down: a map of texts, logarithms. */
function plainSearch({ data, shape: [steps = 0] }: Tensor, beamWidth: number): { text: string; logProbability: number }[] {
  const add = (a: number, b: number): number => {
    const [low, high] = a < b ? [a, b] : [b, a];
    return high === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
  };
  let beams = new Map([['', { blank: 0, label: -Infinity }]]);
  const total = ({ blank, label }: { blank: number; label: number }): number => add(blank, label);
  for (let t = 0; t < steps; t++) {
    const next: typeof beams = new Map();
    const of = (text: string) => {
      if (!next.has(text)) next.set(text, { blank: -Infinity, label: -Infinity });
      return next.get(text)!;
    };
    for (const [text, beam] of beams) {
      const same = of(text);
      same.blank = add(same.blank, total(beam) + Math.log(data[t * CLASSES]!));
      for (const [i, character] of [...ALPHABET].entries()) {
        const p = data[t * CLASSES + i + 1]!;
        if (p < PRUNE) continue;
        const repeats = text.endsWith(character);
        if (repeats) same.label = add(same.label, beam.label + Math.log(p));
        const from = repeats ? beam.blank : total(beam);
        if (from > -Infinity) of(text + character).label = add(of(text + character).label, from + Math.log(p));
      }
    }
    beams = new Map([...next].sort(([, a], [, b]) => total(b) - total(a)).slice(0, beamWidth));
  }
  return [...beams].map(([text, beam]) => ({ text, logProbability: total(beam) }));
}
/** Less likely classes start no beam: what beam-search.ts says. */
const PRUNE = 2e-3;

describe('beamSearch', () => {
  it('finds every text with its probability where the beam is wide enough', () => {
    fc.assert(
      fc.property(strips(0), (probs) => {
        const expected = textProbabilities(probs);
        const found = new Map(beamSearch(probs, ALPHABET, 1000).map((c) => [c.text, Math.exp(c.logProbability)]));
        for (const [t, probability] of expected) expect(found.get(t) ?? 0).toBeCloseTo(probability, 5);
        expect([...found.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('gives no more than asked for, best first, none more probable than it is', () => {
    fc.assert(
      fc.property(strips(), fc.integer({ min: 1, max: 6 }), (probs, beamWidth) => {
        const expected = textProbabilities(probs);
        const found = beamSearch(probs, ALPHABET, beamWidth);
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(beamWidth);
        expect(new Set(found.map((c) => c.text)).size).toBe(found.length);
        found.forEach((candidate, i) => {
          expect(Math.exp(candidate.logProbability)).toBeLessThanOrEqual(expected.get(candidate.text)! + 1e-6);
          if (i > 0) expect(candidate.logProbability).toBeLessThanOrEqual(found[i - 1]!.logProbability);
        });
      }),
    );
  });

  it('sums paths: the best text need not be the best path’s', () => {
    // best path: blank, blank (0.36); yet "a" has 0.24 + 0.24 + 0.16
    const probs = tensor([
      [6, 4, 0, 0],
      [6, 4, 0, 0],
    ]);
    const [best] = beamSearch(probs, ALPHABET, 10);
    expect(best!.text).toBe('a');
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.64, 5);
  });

  it('tells a doubled letter from a long one by the blank between', () => {
    const a = [0, 1, 0, 0];
    expect(beamSearch(tensor([a, a, a]), ALPHABET, 5)[0]!.text).toBe('a');
    expect(beamSearch(tensor([a, [1, 0, 0, 0], a]), ALPHABET, 5)[0]!.text).toBe('aa');
  });

  it('takes a long strip without underflow', () => {
    const probs = tensor(Array.from({ length: 400 }, (_, t) => (t % 2 ? [9997, 1, 1, 1] : [1, 9997, 1, 1])));
    const [best] = beamSearch(probs, ALPHABET, 8);
    expect(best!.text).toBe('a'.repeat(200));
    expect(Number.isFinite(best!.logProbability)).toBe(true);
  });

  it('of no time steps reads no text', () => {
    expect(beamSearch({ data: new Float32Array(), shape: [0, CLASSES] }, ALPHABET, 5)).toEqual([{ text: '', logProbability: 0 }]);
  });

  it('is what is written down, on strips of any length with pauses, blurred and repeated characters', () => {
    const step = fc.record({
      label: fc.nat(CLASSES - 1),
      sureness: fc.double({ min: 0.3, max: 0.9999, noNaN: true }),
      length: fc.integer({ min: 1, max: 3 }),
    });
    // no two texts are as likely as each other
    const unequal = (t: number, k: number): number => 1 + ((37 * t * t + 101 * k) % 97) / 97;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 16 }), (steps, beamWidth) => {
        const rows = steps
          .flatMap(({ length, ...step }) => Array.from({ length }, () => step))
          .map(({ label, sureness }, t) =>
            Array.from({ length: CLASSES }, (_, k) => (k === label ? 4 * sureness : (1 - sureness) * unequal(t, k))),
          );
        const probs = tensor(rows);
        const rounded = (candidates: ReturnType<typeof plainSearch>): string[] =>
          candidates.map(({ text, logProbability }) => `${text} ${logProbability.toFixed(6)}`);
        expect(rounded(beamSearch(probs, ALPHABET, beamWidth))).toEqual(rounded(plainSearch(probs, beamWidth)));
      }),
      { numRuns: 300 },
    );
  });
});
