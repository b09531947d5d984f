import { doubtsOf, isOfPictures, keptAfterAnswer, keptAfterError, sentTogether } from '../../lib/camera/kept-pictures';
import type { AnswerCard } from '../../lib/client';
import { ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';
import { WARNINGS } from '../../lib/warnings';
import { type Shown, type ShownNumber, togetherAnswer } from '../helpers/together-answers';

const card = (...warnings: AnswerCard['warnings']): AnswerCard => togetherAnswer({ confidence: 0.9, warnings }, []).cards[0]!;
const shown = (confidence: number, ...warnings: AnswerCard['warnings']): ShownNumber => ({ confidence, warnings });
const DOUBTFUL = shown(0.5, 'low-confidence');

describe('what is in doubt', () => {
  test.each(Object.keys(WARNINGS) as (keyof typeof WARNINGS)[])('%s', (warning) => {
    const isAboutElse = ['expired', 'blurred', 'glare', 'too-small'].includes(warning);
    expect(doubtsOf(card(warning))).toEqual(isAboutElse ? [] : [warning]);
  });

  test('a warning that is newer than this module', () => {
    const newer = 'newer' as AnswerCard['warnings'][number];
    expect(doubtsOf(card('glare', newer))).toEqual([newer]);
  });

  test('nothing, and no number', () => {
    expect(doubtsOf(card())).toEqual([]);
    expect(doubtsOf(undefined)).toEqual(['no-number']);
  });
});

describe('which pictures are sent again', () => {
  test.each<[string, ShownNumber, Shown[], number, string[]]>([
    ['the surest', DOUBTFUL, [shown(0.3, 'luhn'), shown(0.7, 'low-confidence'), shown(0.5, 'glare', 'partial')], 2, ['b', 'c']],
    ['no more than asked for', DOUBTFUL, [DOUBTFUL, DOUBTFUL], 0, []],
    ['none without a card; one that nobody can read last', DOUBTFUL, ['NO_CARD', 'NUMBER_UNREADABLE', DOUBTFUL], 4, ['c', 'b']],
    ['a back without a number', DOUBTFUL, [DOUBTFUL, 'back'], 4, ['a', 'b']],
    ['those alone that leave nothing in doubt', DOUBTFUL, [shown(0.1, 'partial'), shown(0.9), shown(0.95, 'glare')], 4, ['c', 'b']],
    ['the newest after two cards', shown(0.4, 'different-cards', 'low-confidence'), [shown(0.9), shown(0.8)], 4, ['b']],
    ['not even that where one is sent at a time', shown(0.4, 'different-cards'), [shown(0.9), shown(0.8)], 0, []],
  ])('%s', (_, told, pictures, count, kept) => {
    const names = ['a', 'b', 'c'].slice(0, pictures.length);
    expect(keptAfterAnswer(names, togetherAnswer(told, pictures), count)).toEqual(kept);
  });

  test.each([
    ['NO_CARD', []],
    ['NUMBER_UNREADABLE', ['c', 'a']],
    ['THROTTLED', ['c', 'a']],
    ['REQUEST_TIMEOUT', []],
    ['SERVICE_UNAVAILABLE', []],
    ['BAD_GATEWAY', []],
    ['FORBIDDEN', null],
    ['PAYLOAD_TOO_LARGE', []],
    ['UNKNOWN', null],
  ] as const)('after %s', (code, kept) => {
    expect(keptAfterError(['a', 'b', 'c'], code, 2)).toEqual(kept);
  });

  test('one alone that is too large: another frame is no smaller', () => {
    expect(keptAfterError(['a'], 'PAYLOAD_TOO_LARGE', 4)).toBeNull();
  });

  test('of a picture with several cards, the card that is read counts', () => {
    const answer = togetherAnswer(DOUBTFUL, [shown(0.6), shown(0.5)]);
    const other = { ...card(), pan: '4929123456781234' };
    const beside = answer.pictures!.map((picture, i) => (i === 1 ? { ...picture, cards: [other, ...picture.cards] } : picture));
    expect(keptAfterAnswer(['a', 'b'], { ...answer, pictures: beside }, 4)).toEqual(['a', 'b']);
  });

  test('of a picture with other cards only, the surest counts', () => {
    const answer = togetherAnswer(DOUBTFUL, [shown(0.6), shown(0.5)]);
    const others = [shown(0.3, 'luhn'), shown(0.9)].map((number, i) => ({
      ...togetherAnswer(number, []).cards[0]!,
      pan: `492912345678123${i}`,
    }));
    const beside = answer.pictures!.map((picture, i) => (i === 1 ? { ...picture, cards: others } : picture));
    expect(keptAfterAnswer(['a', 'b'], { ...answer, pictures: beside }, 4)).toEqual(['b', 'a']);
  });

  test('none where one is sent at a time', () => expect(keptAfterError(['a'], 'THROTTLED', 0)).toEqual([]));
});

describe('what is sent in one request', () => {
  const MIB = 2 ** 20;
  const sized = (...sizes: number[]) => sizes.map((size, i) => ({ name: 'abcdef'[i], size }));

  test.each([
    ['all that there is room for', [MIB, MIB, MIB], MIB, 'abcn'],
    ['the last of them are left out', [2 * MIB, MIB, MIB], MIB + 1, 'an'],
    ['one that is too large makes room for the next', [3 * MIB, MIB], 2 * MIB, 'bn'],
    ['the new one in any case', [1], 5 * MIB, 'n'],
  ] as const)('%s', (_, kept, size, names) => {
    const sent = sentTogether(sized(...kept), { name: 'n', size });
    expect(sent.map(({ name }) => name).join('')).toBe(names);
  });
});

test('errors about what pictures show are those of the catalogue, which is not in the bundle for browsers', () => {
  const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
  expect(codes.filter(isOfPictures)).toEqual(codes.filter((code) => ERROR_CATALOGUE[code].fault === 'picture'));
});
