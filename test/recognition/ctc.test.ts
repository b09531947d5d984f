import fc from 'fast-check';
import { beamSearch } from '../../lib/recognition/beam-search';
import { alignText, bestPath, textLogProbability, textPositions, wipeStrip } from '../../lib/recognition/ctc';
import type { Tensor } from '../../lib/tensor';
import { ALPHABET, allPaths, CLASSES, collapse, strips, tensor, text, textProbabilities } from '../helpers/ctc-strips';

describe('bestPath', () => {
  it('is the text of the most probable path', () => {
    fc.assert(
      fc.property(strips(0), (probs) => {
        const paths = allPaths(probs);
        const most = Math.max(...paths.map((path) => path.probability));
        const best = paths.filter((path) => path.probability > most * (1 - 1e-5)).map(({ classes }) => collapse(classes));
        expect(best).toContain(bestPath(probs, ALPHABET));
      }),
    );
  });

  it('of no time steps is empty', () => {
    expect(bestPath({ data: new Float32Array(), shape: [0, CLASSES] }, ALPHABET)).toBe('');
  });
});

/** By the forward algorithm over all alignments, in logarithms. */
function plainLogProbability({ data, shape }: Tensor, t: string): number {
  const labels = [0, ...[...t].flatMap((character) => [ALPHABET.indexOf(character) + 1, 0])];
  const add = (logs: readonly number[]): number => {
    const best = Math.max(...logs);
    return best === -Infinity ? best : best + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - best), 0));
  };
  let states = labels.map((label, s) => (s < 2 ? Math.log(data[label]!) : -Infinity));
  for (let step = 1; step < shape[0]!; step++) {
    states = labels.map((label, s) => {
      const skips = s > 1 && label !== 0 && label !== labels[s - 2];
      const before = [states[s]!, ...(s > 0 ? [states[s - 1]!] : []), ...(skips ? [states[s - 2]!] : [])];
      return add(before) + Math.log(data[step * CLASSES + label]!);
    });
  }
  return add(states.slice(-2));
}

describe('textLogProbability', () => {
  it('is the sum over all paths that collapse to the text', () => {
    fc.assert(
      fc.property(strips(0), text, (probs, t) => {
        expect(Math.exp(textLogProbability(probs, ALPHABET, t))).toBeCloseTo(textProbabilities(probs).get(t) ?? 0, 5);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the beam search on its candidates', () => {
    fc.assert(
      fc.property(strips(), (probs) => {
        for (const c of beamSearch(probs, ALPHABET, 1000)) {
          expect(textLogProbability(probs, ALPHABET, c.text)).toBeCloseTo(c.logProbability, 4);
        }
      }),
    );
  });

  it('is the same where most alignments are given up on the way: on long strips, of texts that are right, nearly right and wrong', () => {
    const peaks = fc.array(
      fc.record({ label: fc.integer({ min: 0, max: CLASSES - 1 }), sureness: fc.double({ min: 0.3, max: 0.999, noNaN: true }) }),
      {
        minLength: 60,
        maxLength: 160,
      },
    );
    fc.assert(
      fc.property(peaks, fc.array(fc.nat(), { maxLength: 3 }), (steps, cuts) => {
        const probs = tensor(
          steps.map(({ label, sureness }) =>
            Array.from({ length: CLASSES }, (_, k) => (k === label ? sureness : (1 - sureness) / (CLASSES - 1))),
          ),
        );
        const right = bestPath(probs, ALPHABET);
        const cut = cuts.reduce((t, at) => t.slice(0, at % Math.max(1, t.length)) + t.slice((at % Math.max(1, t.length)) + 1), right);
        for (const t of [right, cut, [...right].reverse().join('')]) {
          expect(Math.abs(textLogProbability(probs, ALPHABET, t) - plainLogProbability(probs, t))).toBeLessThan(1e-3);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is as good as nothing for a text longer than the strip, never NaN', () => {
    const probs = tensor([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    for (const t of ['abc', 'aa', 'abcabcabc']) expect(textLogProbability(probs, ALPHABET, t)).toBeLessThan(-1e6);
  });
});

describe('alignText', () => {
  it('puts each letter at the centre of its steps on the best path and of the blank ones beside them, weighted by probability', () => {
    fc.assert(
      fc.property(strips(0), text, (probs, t) => {
        const paths = allPaths(probs).filter(({ classes, probability }) => probability > 0 && collapse(classes) === t);
        const positions = alignText(probs, ALPHABET, t);
        if (paths.length === 0) return expect(positions).toEqual([]);
        positions.forEach((position, i) => {
          expect(position >= 0 && position <= probs.shape[0]! - 1).toBe(true);
          if (i > 0) expect(position).toBeGreaterThan(positions[i - 1]!);
        });
        const most = Math.max(...paths.map((path) => path.probability));
        const best = paths.filter((path) => path.probability > most * (1 - 1e-5)).map(({ classes }) => centres(classes, probs));
        expect(best).toContainEqual(positions.map((position) => expect.closeTo(position, 4)));
      }),
      { numRuns: 300 },
    );
  });

  /** Of each run of a letter in a path, the weighted mean of its steps and of the blank ones beside it. */
  function centres(classes: readonly number[], { data }: Tensor): number[] {
    const runs: { sum: number; weight: number }[] = [];
    const add = (k: number, t: number): void => {
      const [run, p] = [runs.at(-1)!, data[t * CLASSES + k]!];
      run.sum += p * t;
      run.weight += p;
    };
    classes.forEach((k, t) => {
      if (k === 0) return;
      if (k !== classes[t - 1]) runs.push({ sum: 0, weight: 0 });
      if (classes[t - 1] === 0) add(k, t - 1);
      add(k, t);
      if (classes[t + 1] === 0) add(k, t + 1);
    });
    return runs.map(({ sum, weight }) => sum / weight);
  }

  it('places a peak of one step by what the steps beside it show, too', () => {
    const probs = tensor([
      [9, 1, 0, 0],
      [1, 9, 0, 0],
      [6, 4, 0, 0],
      [9, 0, 1, 0],
      [1, 0, 9, 0],
    ]);
    const [a, b] = [(0.9 + 2 * 0.4) / (0.1 + 0.9 + 0.4), 3 * 0.1 + 4 * 0.9];
    expect(alignText(probs, ALPHABET, 'ab')).toEqual([a, b].map((step) => expect.closeTo(step, 5)));
  });

  it('finds the middle of a broad peak', () => {
    const probs = tensor([
      [9, 1, 0, 0],
      [4, 6, 0, 0],
      [1, 9, 0, 0],
      [4, 6, 0, 0],
      [9, 1, 0, 0],
      [1, 0, 9, 0],
    ]);
    expect(alignText(probs, ALPHABET, 'ab')).toEqual([2, 5].map((step) => expect.closeTo(step, 5)));
  });

  it('of a strip that is longer than all before, too', () => {
    const steps = 40_000;
    const probs: Tensor = { data: new Float32Array(steps * CLASSES), shape: [steps, CLASSES] };
    for (let t = 0; t < steps; t++) probs.data[t * CLASSES + (t % 10_000 === 5_000 ? 1 : 0)] = 1;
    const places = [5_000, 15_000, 25_000, 35_000];
    expect(alignText(probs, ALPHABET, 'aaaa')).toEqual(places);
    expect(textPositions(probs, ALPHABET, 'aaaa')).toEqual(places.map((place) => expect.closeTo((place + 0.5) / steps, 9)));
    expect(textLogProbability(probs, ALPHABET, 'aaaa')).toBeCloseTo(0);
    expect(bestPath(probs, ALPHABET)).toBe('aaaa');
  });

  it('of a text that does not fit is empty', () => {
    expect(alignText(tensor([[1, 1, 1, 1]]), ALPHABET, 'ab')).toEqual([]);
    expect(alignText(tensor([[1, 1, 1, 1]]), ALPHABET, '')).toEqual([]);
  });
});

test('of strips that are asked about in turns, each answers for itself, after they were wiped, too', () => {
  fc.assert(
    fc.property(strips(), strips(), text, text, (one, other, t, u) => {
      const answersOf = (probs: Tensor) => [
        alignText(probs, ALPHABET, t),
        textLogProbability(probs, ALPHABET, u),
        alignText(probs, ALPHABET, u),
      ];
      const copy = ({ data, shape }: Tensor): Tensor => ({ data: data.slice(), shape });
      const alone = [answersOf(copy(one)), answersOf(copy(other))];
      const inTurns = [t, u].map((of) => [one, other].map((probs) => alignText(probs, ALPHABET, of)));
      expect(inTurns).toEqual([alone.map(([first]) => first), alone.map(([, , last]) => last)]);
      wipeStrip();
      expect([answersOf(other), answersOf(one)]).toEqual([...alone].reverse());
    }),
  );
});

it.each([CLASSES - 1, CLASSES + 1])('%i classes for three letters are refused', (classes) => {
  const probs = tensor([new Array<number>(classes).fill(1), new Array<number>(classes).fill(1)]);
  expect(() => beamSearch(probs, ALPHABET, 5)).toThrow(RangeError);
  expect(() => bestPath(probs, ALPHABET)).toThrow(`expected ${CLASSES} classes, got ${classes}`);
  expect(() => textLogProbability(probs, ALPHABET, 'a')).toThrow(RangeError);
  expect(() => alignText(probs, ALPHABET, 'a')).toThrow(RangeError);
});
