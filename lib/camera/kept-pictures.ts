import type { AnswerCard, CardClientError, CardsAnswer } from '../client';

/** Why a number is not certain: a warning of the service that is about the number, or that no number was read. */
export type Doubt = AnswerCard['warnings'][number] | 'no-number';

/** Warnings about the number. The others are about the picture, or the card's date. */
const OF_THE_NUMBER: ReadonlySet<Doubt> = new Set([
  'different-cards',
  'partial',
  'luhn',
  'unknown-bin',
  'unknown-length',
  'low-confidence',
  'cut-off',
]);
/** More than the service asks of a number without a warning: another frame costs half a second. */
const CERTAIN = 0.9;

/** What is in doubt of an answer's number; empty: nothing. */
export function doubtsOf(answer: CardsAnswer | null): Doubt[] {
  const card = answer?.cards[0];
  if (!card) return ['no-number'];
  const doubts = card.warnings.filter((warning) => OF_THE_NUMBER.has(warning));
  return card.confidence.pan < CERTAIN && !doubts.includes('low-confidence') ? [...doubts, 'low-confidence'] : doubts;
}

/**
 * Which pictures are worth to be sent again, with the next frame: the surest by themselves. After pictures of two cards the newest alone, for the card may
 * have been changed for another.
 *
 * @param pictures - those that were sent, the newest last
 */
export function keptAfterAnswer<Picture>(pictures: readonly Picture[], answer: CardsAnswer, count: number): Picture[] {
  if (doubtsOf(answer).includes('different-cards')) return count > 0 ? pictures.slice(-1) : [];
  return pictures
    .map((picture, i) => ({ picture, worth: worthOf(answer, i) }))
    .filter(({ worth }) => worth !== null)
    .sort((a, b) => b.worth! - a.worth!)
    .slice(0, count)
    .map(({ picture }) => picture);
}

/** How sure a picture is by itself; null: it shows no card. */
function worthOf({ pictures }: CardsAnswer, index: number): number | null {
  const shown = pictures?.[index];
  if (shown === undefined || shown.error?.code === 'NO_CARD') return null;
  return Math.max(0, ...shown.cards.map(({ confidence }) => confidence.pan));
}

/** Errors after which the next frame may do better, and what of the pictures is sent with it. */
const AFTER_ERROR: Partial<Record<CardClientError['code'], 'all' | 'none'>> = {
  NO_CARD: 'none',
  NUMBER_UNREADABLE: 'all',
  THROTTLED: 'all',
  // too many pictures for the time that is given
  REQUEST_TIMEOUT: 'none',
  SERVICE_UNAVAILABLE: 'none',
};

/**
 * As `keptAfterAnswer`, after an error.
 *
 * @returns null: another frame will fare no better
 */
export function keptAfterError<Picture>(pictures: readonly Picture[], code: CardClientError['code'], count: number): Picture[] | null {
  const kept = AFTER_ERROR[code];
  if (kept === undefined) return null;
  return kept === 'all' && count > 0 ? pictures.slice(-count) : [];
}
