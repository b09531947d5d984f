import fc from 'fast-check';
import { panLogPrior } from '../../lib/card/pan-prior';
import type { NumberReading } from '../../lib/evidence';
import {
  AGREED,
  CLEAR,
  confidenceOf,
  confirmedConfidence,
  credible,
  isAsSureAsCanBe,
  isAtLeast,
  isLikelier,
  isLikely,
  isOfNoCard,
  isPlain,
  isPossible,
  isSeen,
  isUndoubted,
  SURE,
  shownConfidence,
  totalOf,
} from '../../lib/reading/certainty';
import { constrainedDecode } from '../../lib/recognition/constrained-decode';
import { numberReading } from '../helpers/number-readings';

const digits = (weakest: number): { digitConfidence: number[] } => ({ digitConfidence: [...new Array(15).fill(1), weakest] });

test('a confidence is that of the number as a whole, and of its weakest digit', () => {
  expect(confidenceOf(numberReading({ posterior: 0.7, ...digits(0.9) }))).toBe(0.7);
  expect(confidenceOf(numberReading({ posterior: 0.9, ...digits(0.7) }))).toBe(0.7);
});

describe('what checks confirm', () => {
  test.each([
    ['a digit that the picture alone makes likely', 0.8, 0.889],
    ['one that it makes likelier than not', 0.5, 0.667],
    ['none that they decided', 0.49, 0.49],
    ['none that is certain', 1, 0.99],
  ])('%s', (_, weakest, confidence) => {
    expect(confirmedConfidence(numberReading({ posterior: 0.99, ...digits(weakest) }))).toBeCloseTo(confidence, 3);
  });

  test('they never make a number less sure, nor surer than it is as a whole', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (posterior, weakest) => {
        const of = numberReading({ posterior, ...digits(weakest) });
        expect(confirmedConfidence(of)).toBeGreaterThanOrEqual(confidenceOf(of) - 1e-12);
        expect(confirmedConfidence(of)).toBeLessThanOrEqual(posterior);
      }),
    );
  });
});

test.each([
  ['SURE', SURE],
  ['AGREED', AGREED],
  ['CLEAR', CLEAR],
])('%s holds at its bar and not below', (_, bar) => {
  const at = numberReading({ posterior: bar.posterior, ...digits(bar.digit) });
  expect(isAtLeast(bar, at, bar.logPrior)).toBe(true);
  expect(isAtLeast(bar, at, bar.logPrior - 0.01)).toBe(false);
  expect(isAtLeast(bar, { ...at, posterior: bar.posterior - 0.01 }, bar.logPrior)).toBe(false);
  expect(isAtLeast(bar, { ...at, ...digits(bar.digit - 0.01) }, bar.logPrior)).toBe(false);
});

test('what must be known of a number for each bar: for AGREED no issuer, for CLEAR no check digit either', () => {
  const [valid, failing] = ['6222020200112230', '6222020200112231'];
  const [known, unknown] = [true, false].map((issuerKnown) => ({ issuerKnown, lengths: [16], lengthsAreOwn: false }));
  const reached = (pan: string, evidence = unknown!): boolean[] =>
    [SURE, AGREED, CLEAR].map(({ logPrior }) => panLogPrior(pan, evidence) >= logPrior);
  expect(reached(valid, known)).toEqual([true, true, true]);
  expect(reached(valid)).toEqual([false, true, true]);
  expect(reached(failing)).toEqual([false, false, true]);
  expect(reached('622202020011')).toEqual([false, false, false]);
});

describe('as sure as can be', () => {
  /** Its checks speak against it by so many nats; the most that it can reach then is a half. */
  const against = { visual: -1, total: -1 - 7 };
  const most = 0.5;

  test.each<[string, NumberReading | null, boolean]>([
    ['no reading', null, false],
    [
      'one that has all that its checks leave it, each digit certain',
      numberReading({ ...against, posterior: 0.98 * most, ...digits(0.95) }),
      true,
    ],
    ['one with a rival', numberReading({ ...against, posterior: 0.97 * most, ...digits(0.95) }), false],
    ['one with a weaker digit', numberReading({ ...against, posterior: most, ...digits(0.94) }), false],
    ['one that its checks would let be likelier', numberReading({ posterior: most, ...digits(1) }), false],
    ['one of an unusual length', numberReading({ ...against, text: '62220202001122300', posterior: most, ...digits(1) }), false],
  ])('%s', (_, of, expected) => {
    expect(isAsSureAsCanBe(of)).toBe(expected);
  });

  test('what the checks leave a number is what it reaches where nothing else was read', () => {
    const candidate = { text: '6222020200112230', visual: -1 };
    for (const logPrior of [-12, -7, -1]) {
      const [read] = constrainedDecode([candidate], () => logPrior);
      const certain = numberReading({ ...read!, total: read!.visual + logPrior, ...digits(1) });
      expect(isAsSureAsCanBe(certain)).toBe(true);
      expect(isAsSureAsCanBe({ ...certain, posterior: 0.97 * certain.posterior })).toBe(false);
    }
  });
});

describe('how sure a number is that fails a check and stands on a card', () => {
  /** A number that has no rival, each digit certain: its checks speak against it by so many nats. */
  const certain = (nats: number, weakest = 0.99): NumberReading => {
    const [read] = constrainedDecode([{ text: '6222020200112231', visual: -1 }], () => -nats);
    return numberReading({ ...read!, total: read!.visual - nats, ...digits(weakest) });
  };

  test.each([
    ['one of no known issuer: that it is none weighs a quarter', certain(6.5), 0.622, 0.868],
    ['no surer than its weakest digit', certain(4, 0.96), 0.953, 0.96],
    ['a weaker digit', certain(6.5, 0.94), 0.622, 0.622],
    ['no likelier than that it is none', certain(7.01), 0.498, 0.498],
    ['a rival', numberReading({ ...certain(6.5), posterior: 0.6 }), 0.6, 0.6],
  ])('%s', (_, of, confidence, shown) => {
    expect(confidenceOf(of)).toBeCloseTo(confidence, 3);
    expect(shownConfidence(of)).toBeCloseTo(shown, 3);
  });

  test('never less than it was', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (nats, weakest) => {
        const of = certain(nats, weakest);
        expect(shownConfidence(of)).toBeGreaterThanOrEqual(confidenceOf(of));
      }),
    );
  });
});

test('what is less likely than one in a hundred no more looks make a number', () => {
  const posteriors = [0.01, 0.0099, 0];
  expect([null, ...posteriors.map((posterior) => numberReading({ posterior }))].map(isPossible)).toEqual([false, true, false, false]);
});

test('nor do they make one of the number of a person', () => {
  const [person, card] = ['110108199310106138', '110108199313106138'].map((text) => numberReading({ text, posterior: 0.9 }));
  expect([person!, card!].map(isPossible)).toEqual([false, true]);
  expect([null, person!, card!].map(isOfNoCard)).toEqual([false, true, false]);
});

describe('how much a reading leaves in doubt', () => {
  const all = (of: NumberReading | null) => ({
    plain: isPlain(of),
    seen: isSeen(of),
    undoubted: isUndoubted(of),
    likely: isLikely(of),
  });
  const none = { plain: false, seen: false, undoubted: false, likely: false };
  const every = { plain: true, seen: true, undoubted: true, likely: true };

  test.each([
    ['no reading', null, none],
    ['a sure one', numberReading({ sure: true }), every],
    ['a clear one with a weak digit', numberReading({ clear: true, ...digits(0.89) }), { ...every, undoubted: false }],
    ['a clear one', numberReading({ clear: true, ...digits(0.9) }), every],
    ['neither, each digit plain', numberReading({ posterior: 0.3, ...digits(0.9) }), { ...none, seen: true }],
    ['neither, each digit plain, of an unusual length', numberReading({ text: '62220202001122300', posterior: 0.3, ...digits(0.9) }), none],
    ['fairly sure', numberReading({ posterior: 0.4, ...digits(0.5) }), { ...none, likely: true }],
    ['fairly sure, of an unusual length', numberReading({ text: '62220202001122300', posterior: 0.6, ...digits(0.5) }), none],
    ['less', numberReading({ posterior: 0.39, ...digits(0.5) }), none],
  ])('%s', (_, of, doubts) => {
    expect(all(of)).toEqual(doubts);
  });
});

test.each([
  [numberReading({ total: -25 }), true],
  [numberReading({ total: -25.01 }), false],
  [numberReading({ text: '622202020011', total: -1 }), true],
  [numberReading({ text: '62220202001', total: -1 }), false],
  [null, false],
])('digits are no card number when they are too few, or too implausible in all', (of, isCredible) => {
  expect(credible(of)).toBe(isCredible ? of : null);
});

test.each([
  ['0000000000000000', false],
  ['0000000000000000000', false],
  ['0000000000000001', true],
  ['9999999999999999', true],
])('a row of zeros is no number: %s', (text, isNumber) => {
  expect(credible(numberReading({ text })) !== null).toBe(isNumber);
});

test('without a reading nothing is as unlikely', () => {
  expect(totalOf(null)).toBe(-Infinity);
  expect(totalOf(numberReading({ total: -3 }))).toBe(-3);
});

describe('which of two numbers is likelier', () => {
  const longer = { text: '9704366815706695019', total: -6 };
  const shorter = { text: '9704366815706695', total: -4 };
  const prior = (of: Record<string, number>) => ({ of: (pan: string) => of[pan] ?? -6 });
  const isLonger = (of: Record<string, number>, changed: Partial<NumberReading> = {}): boolean =>
    isLikelier(numberReading({ ...longer, ...changed }), numberReading(shorter), prior(of));

  test('the one with the greater total', () => {
    expect(isLonger({}, { total: -3 })).toBe(true);
    expect(isLonger({})).toBe(false);
    expect(isLikelier(numberReading(), null, prior({}))).toBe(true);
    expect(isLikelier(null, numberReading(), prior({}))).toBe(false);
    expect(isLikelier(null, null, prior({}))).toBe(false);
  });

  test('or the one that goes on where the other ends, where more is known of it', () => {
    expect(isLonger({ [longer.text]: -1 })).toBe(true);
    expect(isLonger({ [longer.text]: -1, [shorter.text]: -1 })).toBe(false);
  });

  test('not one with other digits, or fewer', () => {
    const other = '1704366815706695019';
    expect(isLonger({ [other]: -1 }, { text: other })).toBe(false);
    expect(isLonger({ [shorter.text.slice(1)]: 0 }, { text: shorter.text.slice(1) })).toBe(false);
  });
});
