import type { AnswerCard, CardsAnswer } from '../lib/client';

/** The digits at either end that may be shown, as the service masks. */
const HEAD = 6;
const TAIL = 4;

/** Whether a digit of a number is hidden while it is masked. */
export const isHidden = (index: number, length: number): boolean => index >= HEAD && index < length - TAIL;

/** An answer as the service gives it with `mask`. */
export const maskedAnswer = (answer: CardsAnswer): CardsAnswer => ({
  ...answer,
  cards: answer.cards.map(maskedCard),
  ...(answer.pictures && { pictures: answer.pictures.map((picture) => ({ ...picture, cards: picture.cards.map(maskedCard) })) }),
});

const maskedCard = (card: AnswerCard): AnswerCard => ({
  ...card,
  pan: card.maskedPan.replaceAll(' ', ''),
  panGrouped: card.maskedPan,
  bin: card.bin === null ? null : card.bin.slice(0, HEAD),
});
