import type { AnswerCard, CardsAnswer } from '../../lib/client';
import { EXAMPLE_CARD } from './readings';

export interface ShownNumber {
  readonly confidence: number;
  readonly warnings: AnswerCard['warnings'];
}
/** What a picture shows by itself: a number; a side without one; or nothing, and why. */
export type Shown = ShownNumber | 'back' | 'NO_CARD' | 'NUMBER_UNREADABLE';

const cardOf = ({ confidence, warnings }: ShownNumber): AnswerCard =>
  ({ ...EXAMPLE_CARD, warnings, confidence: { ...EXAMPLE_CARD.confidence, pan: confidence } }) as AnswerCard;

/** Returns what the service answers for several pictures of a card. */
export const togetherAnswer = (told: ShownNumber, pictures: readonly Shown[]): CardsAnswer => ({
  requestId: '20261124170000_0123456789abcdef0123456789abcdef',
  image: { width: 640, height: 400, orientation: 0 },
  cards: [cardOf(told)],
  pictures: pictures.map((shown) => ({
    image: null,
    cards: typeof shown === 'string' ? [] : [cardOf(shown)],
    error: typeof shown === 'string' && shown !== 'back' ? { code: shown, message: '' } : null,
    expiry: shown === 'back' ? { month: 8, year: 2031, expired: false } : null,
  })),
  shownIn: 0,
  timings: {},
});
