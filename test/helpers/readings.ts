import type { CardReading } from '../../lib/card-reading';
import { CardOcrError } from '../../lib/errors';
import type { PictureReading, ReadOptions } from '../../lib/picture-reading';
import type { Stage } from '../../lib/stopwatch';
import type { TogetherReading } from '../../lib/together-reading';
import { rectangle } from './quads';

export const QUAD = rectangle(10, 20, 100, 20);

/** The card of the marketplace's example of an answer, with what the four fields of that answer do not tell. */
export const EXAMPLE_CARD: CardReading = {
  pan: '6225970070003000',
  panGrouped: '6225 9700 7000 3000',
  maskedPan: '6225 97** **** 3000',
  bin: '622597',
  luhnValid: false,
  scheme: 'UnionPay',
  issuer: { name: '中国工商银行', shortName: '工商银行', nameEn: 'Industrial and Commercial Bank of China', country: 'CN' },
  type: 'credit',
  expiry: { month: 7, year: 2022, expired: true },
  confidence: { pan: 0.9, expiry: 0.8, digits: Array<number>(16).fill(0.9) },
  quads: { card: null, pan: QUAD, expiry: QUAD },
  warnings: ['luhn', 'expired'],
  quality: 93,
};

/** The four fields of that answer. */
export const EXAMPLE_FIELDS = { bank_name: '工商银行', bank_card_number: '6225 9700 7000 3000', valid_date: '07/22', bank_card_type: 2 };

/** Another number of the same bank. */
export const OTHER_CARD: CardReading = {
  ...EXAMPLE_CARD,
  pan: '4242424242424242',
  panGrouped: '4242 4242 4242 4242',
  maskedPan: '4242 42** **** 4242',
};

/** Tells listeners what a reader tells them of a picture, whether or not it reads a number. */
export function tellListeners({ image, timings }: PictureReading, { onDecoded, onStage }: ReadOptions = {}): void {
  onDecoded?.(image);
  for (const [stage, ms] of Object.entries(timings)) onStage?.(stage as Stage, ms);
}

/** Returns what a reader returns for a picture of these cards. */
export const pictureOf = (mostProminent: CardReading, ...others: readonly CardReading[]): PictureReading => ({
  image: { width: 640, height: 400, orientation: 0 },
  cards: [mostProminent, ...others],
  mostProminent,
  timings: { decode: 12, number: 34, expiry: 5, bin: 0.5, quality: 1, crop: 0 },
});

/** Returns what a reader returns for pictures of one card; null stands for a picture in which no number can be read. */
export const togetherOf = (card: CardReading, ...pictures: readonly (CardReading | null)[]): TogetherReading => ({
  ...pictureOf(card),
  shownIn: Math.max(
    0,
    pictures.findIndex((one) => one !== null),
  ),
  pictures: pictures.map((one) =>
    one
      ? { reading: pictureOf(one), error: null, expiry: null }
      : { reading: null, error: new CardOcrError('NUMBER_UNREADABLE'), expiry: { month: 8, year: 2031, expired: false } },
  ),
});
