import type { Glance, NumberReading } from '../../lib/evidence';
import { type Line, lineOf } from '../../lib/reading/line-rungs';
import { cardDoubts, cardOf, hasNumber, isSettled, type LocatedReading, type SeenCard } from '../../lib/reading/survey';
import { numberReading } from '../helpers/number-readings';
import { LINE, lookAt, PAN, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

const sight = sightOf(RASTER, {});
const LOCATED = { outline: LINE[0]!, numbers: [LINE], dates: [LINE[0]!, LINE[0]!] };
/** A number that is not plain. */
const reading = (of: Partial<NumberReading> = {}): NumberReading =>
  numberReading({ posterior: 0.3, digitConfidence: new Array(16).fill(0.8), ...of });
const SURE = reading({ sure: true });
const CERTAIN = reading({ sure: true, digitConfidence: new Array(16).fill(0.95) });

let seen: Glance;
beforeAll(async () => {
  seen = await lookAt(...PAN);
});
const located = (of: NumberReading | null): LocatedReading => ({ reading: of, seen, ahead: seen });
const line = (of: NumberReading | null): Line => lineOf(sight, seen, of);
const card = (of: Partial<SeenCard> = {}): SeenCard => ({ ...cardOf(sight, LOCATED), ...of });

describe('what is in doubt about a card’s number', () => {
  test.each<[string, () => Partial<SeenCard>, string[]]>([
    ['a place where nobody read', () => ({}), ['unread', 'unclear']],
    ['no place', () => ({ numbers: [] }), ['unclear']],
    ['a place without digits', () => ({ located: located(null) }), ['unclear']],
    [
      'a number that is not plain',
      () => ({ located: located(reading()), line: line(reading()), reading: reading() }),
      ['doubted', 'unclear'],
    ],
    ['a sure one', () => ({ located: located(SURE), line: line(SURE) }), []],
    [
      'a plain one that fails its checks',
      () => ({ located: located(reading({ clear: true })), line: line(reading()), reading: reading() }),
      ['doubted'],
    ],
    [
      'one of which one crop of the second reader makes each digit certain',
      () => ({ located: located(reading()), line: { ...line(CERTAIN), second: [seen.probs] } }),
      [],
    ],
    [
      'one of which it leaves a digit less than certain',
      () => ({ located: located(reading()), line: { ...line(SURE), second: [seen.probs] }, reading: SURE }),
      ['doubted', 'unclear'],
    ],
    [
      'one that stays unclear by both',
      () => ({ located: located(reading()), line: { ...line(reading()), second: [seen.probs] }, reading: reading() }),
      ['doubted', 'unclear'],
    ],
    [
      'one that is just possible',
      () => ({ located: located(reading()), line: line(reading()), reading: reading({ posterior: 0.01 }) }),
      ['doubted', 'unclear'],
    ],
    [
      'one that is not',
      () => ({ located: located(reading()), line: line(reading()), reading: reading({ posterior: 0.009 }) }),
      ['unclear'],
    ],
    [
      'a sure one that was not located so, by the fast reader alone',
      () => ({ located: located(reading()), line: line(SURE) }),
      ['unclear'],
    ],
    ['digits that are no number in a line', () => ({ located: located(null), line: line(null) }), ['unclear']],
  ])('%s', (_, of, doubts) => {
    expect([...cardDoubts(card(of()))].sort()).toEqual([...doubts].sort());
  });
});

test('a number is settled where it is plain, or likely; without one nothing is', () => {
  expect([null, reading(), reading({ posterior: 0.5 }), SURE].map((of) => isSettled(card({ reading: of })))).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect([hasNumber(card()), hasNumber(card({ reading: reading() }))]).toEqual([false, true]);
});
