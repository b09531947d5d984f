import { PAN_MIN_LENGTH, USUAL_LENGTHS } from '../card/pan';
import type { NumberReading } from '../evidence';
import type { Hypothesis } from '../recognition/constrained-decode';

/** From where on something holds of a reading: its posterior, its weakest digit by the picture alone, its log prior. */
export interface Bar {
  readonly posterior: number;
  readonly digit: number;
  readonly logPrior: number;
}

/** One look is enough. */
export const SURE: Bar = { posterior: 0.98, digit: 0.7, logPrior: -1 };
/** Where several looks of the digit reader agree, an unknown issuer is no reason to ask the other one. */
export const AGREED: Bar = { posterior: 0.98, digit: 0.9, logPrior: -1.5 };
/** A failed Luhn check and an unknown issuer together are still a card number. */
export const CLEAR: Bar = { posterior: 0.9, digit: 0.8, logPrior: -4.6 };
/** Each digit of a clear number that is read this surely by the picture alone needs no other reader. */
const UNDOUBTED_DIGIT = 0.9;
/** So sure of a number of a usual length, nothing else is looked for: what the text detector finds is then seldom better. */
const BELIEVABLE = 0.4;
/** Log likelihood plus prior below which digits are no card number. */
const MIN_TOTAL = -25;

export const weakestDigit = ({ digitConfidence }: Hypothesis): number => Math.min(...digitConfidence);

/** How sure a reading is, 0..1: of the number as a whole, and of its weakest digit by the picture alone. */
export const confidenceOf = (reading: Hypothesis): number => Math.min(reading.posterior, weakestDigit(reading));

export const totalOf = (reading: NumberReading | null | undefined): number => reading?.total ?? -Infinity;

export const isAtLeast = (bar: Bar, reading: Hypothesis, logPrior: number): boolean =>
  reading.posterior >= bar.posterior && weakestDigit(reading) >= bar.digit && logPrior >= bar.logPrior;

export const isOfUsualLength = ({ text }: Hypothesis): boolean => USUAL_LENGTHS.includes(text.length);

/** Plain to see, whether plausible or not. */
export const isPlain = (reading: NumberReading | null): boolean => reading !== null && (reading.sure || reading.clear);

/** Each digit of a number of a usual length is sure by the picture alone, whatever is known of such numbers: from near by it would look no different. */
export const isSeen = (reading: NumberReading | null): boolean =>
  isPlain(reading) || (reading !== null && isOfUsualLength(reading) && weakestDigit(reading) >= UNDOUBTED_DIGIT);

/** The other reader never sees anything else where several looks see all digits like this. */
export const isUndoubted = (reading: NumberReading | null): boolean =>
  reading !== null && (reading.sure || (reading.clear && weakestDigit(reading) >= UNDOUBTED_DIGIT));

/** Nothing else in the picture is likely to be the number. */
export const isLikely = (reading: NumberReading | null): boolean =>
  isPlain(reading) || (reading !== null && isOfUsualLength(reading) && confidenceOf(reading) >= BELIEVABLE);

/** Long enough for a card number, and not too implausible in all. */
export const credible = (reading: NumberReading | null): NumberReading | null =>
  reading && reading.text.length >= PAN_MIN_LENGTH && reading.total >= MIN_TOTAL ? reading : null;
