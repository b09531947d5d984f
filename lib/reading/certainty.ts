import { isOtherNumber } from '../card/other-number';
import { PAN_MIN_LENGTH, USUAL_LENGTHS } from '../card/pan';
import { PAN_LOG_PRIOR } from '../card/pan-prior';
import type { NumberReading } from '../evidence';
import { DECODE, type Hypothesis } from '../recognition/constrained-decode';
import type { PanPrior } from '../sight';

// The words for how sure a reading is, side by side:
//
// sure             plain to see and passes its checks: no second look
// clear            plain to see; the checks may fail
// isPlain          sure or clear
// isCertain        plain, each digit ≥ 0.95
// isSeen           a closer look would show nothing new: plain, or of a usual length with each digit ≥ 0.9
// isUndoubted      the second reader need not be asked: sure, or clear with each digit ≥ 0.9
// isAsSureAsCanBe  no look at this place can raise it
// isLikely         nothing else in the picture is likely to be the number
// isPossible       more looks may still make it a card's number
// credible         long enough, and not absurd
//
// conclude.ts decides which readings are reported in the end.

/** What a reading must reach: posterior, confidence of its weakest digit by the picture alone, log prior. */
interface Bar {
  readonly posterior: number;
  readonly digit: number;
  readonly logPrior: number;
}

/** A reading over this bar needs no second look: at most its length is an unusual one. */
export const SURE: Bar = { posterior: 0.98, digit: 0.8, logPrior: PAN_LOG_PRIOR.allowedLength };
/** A reading by several looks of the fast reader is settled over this bar, even with an unknown issuer. */
export const AGREED: Bar = { posterior: 0.98, digit: 0.9, logPrior: PAN_LOG_PRIOR.issuerUnknown };
/** A reading over this bar is plain to see: it may fail Luhn and have an unknown issuer, both at once. */
export const CLEAR: Bar = { posterior: 0.9, digit: 0.8, logPrior: PAN_LOG_PRIOR.luhnFails + PAN_LOG_PRIOR.issuerUnknown - 0.1 };
/** A digit as sure as this needs no other reader. */
const UNDOUBTED_DIGIT = 0.9;
/** Digits as sure as this, by both readers, are as sure as they can be. */
export const CERTAIN_DIGIT = 0.95;
export const LIKELIER_THAN_NOT = 0.5;
/** The share of wrong numbers that pass all checks as well, a high estimate: the check digit alone lets one in ten through. */
const PASS_CHECKS = 0.5;
/** Log prior that digits on a card, each of them certain, are not its number, but for example that of a customer or a member. */
const NOT_ITS_NUMBER = DECODE.noneOfThese - Math.log(4);
/** With this confidence in a number of a usual length, no other number is looked for. */
const BELIEVABLE = 0.4;
/** The posterior after closer looks below which more looks at the same place are useless: in no photograph did they then lead to the right number. */
const POSSIBLE = 0.01;
/** Log likelihood plus prior below which digits are no card number. */
const MIN_TOTAL = -25;

export const weakestDigit = ({ digitConfidence }: Hypothesis): number => Math.min(...digitConfidence);

/** How sure a reading is, 0..1: of the number as a whole, and of its weakest digit by the picture alone. */
export const confidenceOf = (reading: Hypothesis): number => Math.min(reading.posterior, weakestDigit(reading));

/**
 * Returns how sure a reading is that passes every check: the check digit, an issuer or a scheme, the length. With another digit in the place of its weakest one it would
 * hardly pass them: so they confirm a digit that the picture alone shows likelier than not. They do not confirm a digit that only they decided.
 */
export function confirmedConfidence(reading: Hypothesis): number {
  const weakest = weakestDigit(reading);
  const confirmed = weakest / (weakest + (1 - weakest) * PASS_CHECKS);
  return weakest < LIKELIER_THAN_NOT ? confidenceOf(reading) : Math.min(reading.posterior, confirmed);
}

/** A reading with the certainty of another one of the same number. */
export const asSureAs = ({ posterior, digitConfidence, sure, clear }: NumberReading, reading: NumberReading): NumberReading => ({
  ...reading,
  posterior,
  digitConfidence,
  sure,
  clear,
});

export const totalOf = (reading: NumberReading | null | undefined): number => reading?.total ?? -Infinity;

/** Whether a number is likelier than another one by all that is known; or it contains the other one and more digits, and has the higher prior. */
export function isLikelier(reading: NumberReading | null, other: NumberReading | null, { of: priorOf }: Pick<PanPrior, 'of'>): boolean {
  if (totalOf(reading) > totalOf(other)) return true;
  if (!reading || !other || reading.text.length <= other.text.length) return false;
  return reading.text.includes(other.text) && priorOf(reading.text) > priorOf(other.text);
}

export const isAtLeast = (bar: Bar, reading: Hypothesis, logPrior: number): boolean =>
  reading.posterior >= bar.posterior && weakestDigit(reading) >= bar.digit && logPrior >= bar.logPrior;

export const isOfUsualLength = ({ text }: Hypothesis): boolean => USUAL_LENGTHS.includes(text.length);

/** Whether it is plain to see, plausible or not. */
export const isPlain = (reading: NumberReading | null): boolean => reading !== null && (reading.sure || reading.clear);

/** Whether a closer look would show nothing new: the picture alone makes each digit sure, whatever the prior. */
export const isSeen = (reading: NumberReading | null): boolean =>
  isPlain(reading) || (reading !== null && isOfUsualLength(reading) && weakestDigit(reading) >= UNDOUBTED_DIGIT);

/** Whether the second reader need not be asked: it never contradicts several looks that show each digit this surely. */
export const isUndoubted = (reading: NumberReading | null): boolean =>
  reading !== null && (reading.sure || (reading.clear && weakestDigit(reading) >= UNDOUBTED_DIGIT));

/** Whether it is plain to see, and each digit certain. */
export const isCertain = (reading: NumberReading | null): boolean =>
  reading !== null && isPlain(reading) && weakestDigit(reading) >= CERTAIN_DIGIT;

/** Whether no look at the same place makes it surer: each digit is certain, and the posterior is as high as the prior allows. */
export const isAsSureAsCanBe = (reading: NumberReading | null): boolean =>
  reading !== null &&
  isOfUsualLength(reading) &&
  reading.posterior >= SURE.posterior * mostBelief(reading, DECODE.noneOfThese) &&
  weakestDigit(reading) >= CERTAIN_DIGIT;

/** The posterior of a number whose only rival is that it is no card's number, with this log prior. */
const mostBelief = ({ total, visual }: NumberReading, none: number): number => 1 / (1 + Math.exp(none - (total - visual)));

/**
 * Returns how sure a reading is that fails a check and stands on a card. On a card, a row of digits is more probably the card's number: of 17 numbers with certain digits
 * that failed the check digit and had no known issuer, 16 were right, and one was that of a shop's card.
 */
export function shownConfidence(reading: NumberReading): number {
  const confidence = confidenceOf(reading);
  if (confidence < LIKELIER_THAN_NOT || !isAsSureAsCanBe(reading)) return confidence;
  return Math.min(mostBelief(reading, NOT_ITS_NUMBER), weakestDigit(reading));
}

/** Makes a number a doubtful one: neither sure nor clear, and no likelier than a limit. */
export const doubtedAt = (reading: NumberReading, most: number): NumberReading => ({
  ...reading,
  posterior: Math.min(reading.posterior, most),
  sure: false,
  clear: false,
});

/** Whether more looks at the same place may make it a card's number: less likely digits stay unlikely, by either reader. */
export const isPossible = (reading: NumberReading | null): boolean =>
  reading !== null && reading.posterior >= POSSIBLE && !isOfNoCard(reading);

/** Whether the number is that of a person or of an account, not of a card. */
export const isOfNoCard = (reading: NumberReading | null): boolean => reading !== null && isOtherNumber(reading.text);

/** Whether nothing else in the picture is likely to be the number. */
export const isLikely = (reading: NumberReading | null): boolean =>
  isPlain(reading) || (reading !== null && isOfUsualLength(reading) && confidenceOf(reading) >= BELIEVABLE);

/** Only zeros: a form's row of boxes, or a placeholder. */
const ZEROS = /^0+$/;

/** Returns the reading if it is long enough for a card number and not too implausible, else null. */
export const credible = (reading: NumberReading | null): NumberReading | null =>
  reading && reading.text.length >= PAN_MIN_LENGTH && reading.total >= MIN_TOTAL && !ZEROS.test(reading.text) ? reading : null;
