import type { AnswerCard, CardClientError, CardsAnswer } from '../client';
import { SENDABLE_BYTES } from '../sendable-bytes';

/** Why a number is not certain: a warning of the service about the number, or `no-number` where none was read. */
export type NumberDoubt = AnswerCard['warnings'][number] | 'no-number';

/** Warnings that say nothing against the number. Every other one is a doubt, also one of a newer service that this module does not know. */
const NOT_OF_THE_NUMBER: ReadonlySet<NumberDoubt> = new Set(['expired', 'blurred', 'glare', 'too-small']);

/** Returns what is in doubt of a card's number; an empty list: nothing. */
export const doubtsOf = (card: AnswerCard | undefined): NumberDoubt[] =>
  card ? card.warnings.filter((warning) => !NOT_OF_THE_NUMBER.has(warning)) : ['no-number'];

/**
 * Chooses the pictures that are sent again with the next frame: those that show a card, first those that are surest by themselves. If some leave nothing in doubt, only
 * these are kept: beside one that hides digits they count for less. After pictures of two cards only the newest is kept, as another card may be held there now.
 *
 * @param pictures - those that were sent: as they were kept, then the newest
 * @returns the first to be dropped last
 */
export function keptAfterAnswer<Picture>(pictures: readonly Picture[], answer: CardsAnswer, count: number): Picture[] {
  if (doubtsOf(answer.cards[0]).includes('different-cards')) return newestFirst(pictures).slice(0, Math.min(1, count));
  const shown = pictures
    .map((picture, i) => ({ picture, ...shownIn(answer, i) }))
    .filter(({ hasCard }) => hasCard)
    .sort((a, b) => b.confidence - a.confidence);
  const certain = shown.filter(({ isCertain }) => isCertain);
  return (certain.length > 0 ? certain : shown).slice(0, count).map(({ picture }) => picture);
}

/** What a picture shows by itself: where it shows several cards, the one that the answer is about, or else the surest. */
function shownIn({ cards: [joint], pictures }: CardsAnswer, index: number): { hasCard: boolean; isCertain: boolean; confidence: number } {
  const { cards, error } = pictures?.[index] ?? { cards: [], error: null };
  const card = cards.find(({ pan }) => pan === joint?.pan) ?? [...cards].sort((a, b) => b.confidence.pan - a.confidence.pan)[0];
  return {
    hasCard: error?.code !== 'NO_CARD',
    isCertain: doubtsOf(card).length === 0,
    confidence: card?.confidence.pan ?? 0,
  };
}

/** Errors after which the next frame may do better, and whether the pictures are sent again with it. */
const AFTER_ERROR: Partial<Record<CardClientError['code'], 'with-them' | 'without'>> = {
  NO_CARD: 'without',
  NUMBER_UNREADABLE: 'with-them',
  THROTTLED: 'with-them',
  // no instance is free, or the pictures crashed one
  BAD_GATEWAY: 'without',
  // too many pictures for the time that is given
  REQUEST_TIMEOUT: 'without',
  SERVICE_UNAVAILABLE: 'without',
  // too many pictures for this deployment
  PAYLOAD_TOO_LARGE: 'without',
};

/** Whether an error is about the pictures' content, so that the service has looked at them. */
export const isOfPictures = (code: CardClientError['code']): boolean => code === 'NO_CARD' || code === 'NUMBER_UNREADABLE';

/**
 * Chooses the pictures that are sent again after an error.
 *
 * @returns as `keptAfterAnswer`; null where another frame will do no better
 */
export function keptAfterError<Picture>(pictures: readonly Picture[], code: CardClientError['code'], count: number): Picture[] | null {
  const next = AFTER_ERROR[code];
  if (next === undefined || (code === 'PAYLOAD_TOO_LARGE' && pictures.length === 1)) return null;
  return next === 'without' ? [] : newestFirst(pictures).slice(0, count);
}

const newestFirst = <Picture>(pictures: readonly Picture[]): Picture[] => [...pictures.slice(-1), ...pictures.slice(0, -1)];

/**
 * Returns what is sent in one request: the kept pictures, as far as there is room for them, and after them the new one.
 *
 * @param kept - the first is left out last
 */
export function sentTogether<Picture extends { readonly size: number }>(kept: readonly Picture[], picture: Picture): Picture[] {
  let room = SENDABLE_BYTES - picture.size;
  const fitting = kept.filter(({ size }) => {
    const fits = size <= room;
    if (fits) room -= size;
    return fits;
  });
  return [...fitting, picture];
}
