import { maskPan } from '../../lib/card/pan';
import type { CardsAnswer } from '../../lib/client';
import { answerOf } from '../../lib/contract/answer';
import { isHidden } from '../../lib/masked-number';
import { maskedAnswer } from '../../page/masked-answer';
import { cardOptions } from '../helpers/card-options';
import { EXAMPLE_CARD, pictureOf } from '../helpers/readings';

const REQUEST_ID = '20261124170000_0123456789abcdef0123456789abcdef';

const answered = (mask: boolean): CardsAnswer =>
  answerOf(
    'rich',
    [{ reading: pictureOf(EXAMPLE_CARD), options: cardOptions({ detail: true, mask }), loadMs: 1 }],
    REQUEST_ID,
  ) as CardsAnswer;

test('an answer is masked as the service masks it', () => {
  expect(maskedAnswer(answered(false))).toEqual(answered(true));
  expect(JSON.stringify(answered(false))).toContain(EXAMPLE_CARD.pan);
  expect(JSON.stringify(maskedAnswer(answered(false)))).not.toContain(EXAMPLE_CARD.pan);
});

test('of several pictures, what each shows is masked, too', () => {
  const answer: CardsAnswer = { ...answered(false), pictures: [{ image: null, cards: answered(false).cards, error: null, expiry: null }] };
  expect(maskedAnswer(answer).pictures![0]!.cards).toEqual(answered(true).cards);
  expect(JSON.stringify(maskedAnswer(answer))).not.toContain(EXAMPLE_CARD.pan);
});

test('of several pictures, nothing is shown of a number that is not the one told', () => {
  const [card] = answered(false).cards;
  const pictures = [{ image: null, cards: [{ ...card!, pan: card!.pan.slice(1) }], error: null, expiry: null }];
  const masked = maskedAnswer({ ...answered(false), pictures }).pictures![0]!.cards[0]!;
  expect(JSON.stringify([masked.pan, masked.panGrouped, masked.maskedPan, masked.bin])).not.toMatch(/\d/);
});

test('without a BIN', () => {
  const [card] = answered(false).cards;
  expect(maskedAnswer({ ...answered(false), cards: [{ ...card!, bin: null }] }).cards[0]!.bin).toBeNull();
});

test.each([1, 10, 11, 12, 15, 16, 19])('of %i digits the same are hidden as by the service', (length) => {
  const signs = Array.from({ length }, (_, i) => (isHidden(i, length) ? '*' : '1'));
  expect(signs.join('')).toBe(maskPan('1'.repeat(length)));
});
