import type { AnswerCard, CardsAnswer } from '../lib/client';
import { maskedBin, withoutNumber } from '../lib/masked-number';

/** Returns an answer as the service gives it with `mask`. */
export const maskedAnswer = (answer: CardsAnswer): CardsAnswer => ({
  ...answer,
  cards: answer.cards.map(maskedCard),
  ...(answer.pictures && {
    pictures: answer.pictures.map((picture) => ({ ...picture, cards: picture.cards.map((card) => maskedBeside(card, answer.cards[0])) })),
  }),
});

/** Masks a card of a single picture as the service does: where its number differs from that of all pictures together, nothing of it is shown. */
function maskedBeside(card: AnswerCard, told: AnswerCard | undefined): AnswerCard {
  const masked = maskedCard(card);
  return card.pan === told?.pan ? masked : withoutNumber(masked);
}

const maskedCard = (card: AnswerCard): AnswerCard => ({
  ...card,
  pan: card.maskedPan.replaceAll(' ', ''),
  panGrouped: card.maskedPan,
  bin: maskedBin(card.bin),
});
