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
  ...(answer.pictures && {
    pictures: answer.pictures.map((picture) => ({ ...picture, cards: picture.cards.map((card) => maskedBeside(card, answer.cards[0])) })),
  }),
});

/** As the service does: of a number that differs from the one told of all pictures nothing is shown. */
function maskedBeside(card: AnswerCard, told: AnswerCard | undefined): AnswerCard {
  const masked = maskedCard(card);
  if (card.pan === told?.pan) return masked;
  const hidden = (digits: string): string => digits.replace(/[\d?]/g, '*');
  return { ...masked, pan: hidden(masked.pan), panGrouped: hidden(masked.panGrouped), maskedPan: hidden(masked.maskedPan), bin: null };
}

const maskedCard = (card: AnswerCard): AnswerCard => ({
  ...card,
  pan: card.maskedPan.replaceAll(' ', ''),
  panGrouped: card.maskedPan,
  bin: card.bin === null ? null : card.bin.slice(0, HEAD),
});
