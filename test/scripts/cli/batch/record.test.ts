import { readRecords } from '../../../../scripts/cli/batch/record';
import { EXAMPLE_CARD, OTHER_CARD, pictureOf } from '../../../helpers/readings';

const OPTIONS = { isMasked: true, allCards: false };

test('a card becomes a flat record: names are short, dates MM/YY, digits hidden', () => {
  const card = { ...EXAMPLE_CARD, validFrom: { month: 8, year: 2017 } };
  expect(readRecords('a.jpg', pictureOf(card), OPTIONS, 12.34)).toEqual([
    {
      file: 'a.jpg',
      status: 200,
      code: null,
      message: null,
      pan: '622597******3000',
      panGrouped: '6225 97** **** 3000',
      expiry: '07/22',
      validFrom: '08/17',
      issuer: '工商银行',
      type: 'credit',
      scheme: 'UnionPay',
      luhnValid: false,
      confidence: 0.9,
      warnings: ['luhn', 'expired'],
      quality: 93,
      card: 1,
      cards: 1,
      ms: 12.3,
    },
  ]);
});

test('a date that is not seen is null', () => {
  const [record] = readRecords('a.jpg', pictureOf({ ...EXAMPLE_CARD, expiry: null }), OPTIONS, 1);
  expect(record).toMatchObject({ expiry: null, validFrom: null });
});

test('with --all-cards each card has a record, else the most prominent one alone', () => {
  const numbers = (allCards: boolean) =>
    readRecords('a.jpg', pictureOf(EXAMPLE_CARD, OTHER_CARD), { isMasked: true, allCards }, 1).map(({ pan, card, cards }) => [
      pan,
      card,
      cards,
    ]);
  expect(numbers(false)).toEqual([['622597******3000', 1, 2]]);
  expect(numbers(true)).toEqual([
    ['622597******3000', 1, 2],
    ['424242******4242', 2, 2],
  ]);
});
