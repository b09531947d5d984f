import { hammingDistance } from './hamming-distance';
import { isLuhnValid } from './luhn';
import { FEW_LENGTHS, USUAL_LENGTHS } from './pan';

/** What the BIN table says of a number, as far as judging a reading needs it. */
export interface BinEvidence {
  /** an issuer is known for the prefix (not only a scheme), and for the length */
  readonly issuerKnown: boolean;
  /** lengths the scheme or issuer allows; empty: unknown */
  readonly lengths: readonly number[];
  /** `lengths` are those of the table's entry, not only its scheme's */
  readonly lengthsAreOwn: boolean;
}

/** One digit eight times in a row, or 1 to 8: the number of a specimen, of which few pass the Luhn check. By chance one number of 19 digits in 800,000 has either. */
const SPECIMEN = /(\d)\1{7}|12345678/;

/** The number that most mock-ups have. Misread at its end it still has 1 to 8, so that it needs a rule of its own. */
const MOCK_UP = '1234567890123456';

/** Whether a number is one that specimens have, and hardly any card. */
export const isSpecimen = (pan: string): boolean => SPECIMEN.test(pan);

/** Log priors in nats: what speaks against a digit string being a card number. */
export const PAN_LOG_PRIOR = {
  length: { 16: 0, 19: 0, 15: -4, 17: -2.5, 18: -2.5, 14: -4, 13: -5, 12: -6, 20: -6 } as Readonly<Record<number, number>>,
  impossibleLength: -14,
  /** the floor for a length that the BIN table allows to the issuer, that is its scheme's only one, or a usual one of its scheme's few */
  allowedLength: -1,
  wrongLengthForBin: -3,
  luhnFails: -3,
  /** Chinese debit cards of 17 and 18 digits are from before the rule */
  luhnFailsLegacyLength: -1.5,
  /** of specimens' numbers the Luhn check holds for one in five or six; by chance it would for one in ten */
  specimenFails: -1.6,
  specimenHolds: -0.9,
  /** beside a specimen's number that the picture may show, too, and that differs in one digit: specimens are that much more frequent */
  nextToSpecimen: -6,
  issuerUnknown: -1.5,
  schemeUnknown: -3.5,
};

/**
 * Returns how plausible a digit string is as a card number, before looking at the picture.
 * In nats; only differences matter. A clear reading outweighs all of these priors but that of an impossible length.
 *
 * @param evidence - of the BIN table; null when not even the scheme is known
 */
export function panLogPrior(pan: string, evidence: BinEvidence | null): number {
  const prior = PAN_LOG_PRIOR;
  let length = prior.length[pan.length] ?? prior.impossibleLength;
  if (evidence?.lengths.length) {
    // a scheme of many lengths says little for an odd one, whoever the issuer is: digits may be missing
    const isItsOwn =
      (evidence.issuerKnown && evidence.lengthsAreOwn) ||
      evidence.lengths.length === 1 ||
      (evidence.lengths.length <= FEW_LENGTHS && USUAL_LENGTHS.includes(pan.length));
    if (!evidence.lengths.includes(pan.length)) length += prior.wrongLengthForBin;
    else if (isItsOwn) length = Math.max(length, prior.allowedLength);
  }
  // A 19-digit UnionPay number whose first 62 was cut off has 17 digits and still passes Luhn: 6 + 2·2 = 10. So 17 digits, and 18, count as a wrong length
  // where the table knows no scheme; where it knows one, its lengths have decided.
  if (isOfLegacyLength(pan) && evidence === null) length += prior.wrongLengthForBin;
  return length + luhnLogPrior(pan) + (evidence === null ? prior.schemeUnknown : evidence.issuerKnown ? 0 : prior.issuerUnknown);
}

function luhnLogPrior(pan: string): number {
  const { specimenHolds, specimenFails, luhnFails, luhnFailsLegacyLength } = PAN_LOG_PRIOR;
  const holds = isLuhnValid(pan);
  if (isSpecimen(pan)) return holds ? specimenHolds : specimenFails;
  if (holds) return 0;
  return isOfLegacyLength(pan) ? luhnFailsLegacyLength : luhnFails;
}

/** Whether a digit string is a specimen's number but for one digit, and none itself, or that of most mock-ups but for one. By chance one number in 10,000 is: what looks so is mostly a specimen's number, misread. */
const isNextToSpecimen = (pan: string, specimens: readonly string[]): boolean =>
  specimens.some((specimen) => (specimen === MOCK_UP || !isSpecimen(pan)) && hammingDistance(pan, specimen) === 1);

/**
 * Makes of a log prior one that is lower for what is next to a specimen's number among some digit strings.
 *
 * @param texts - what a picture may show
 */
export function withSpecimens(logPrior: (pan: string) => number, texts: readonly string[]): (pan: string) => number {
  const specimens = texts.filter(isSpecimen);
  return (pan) => logPrior(pan) + (isNextToSpecimen(pan, specimens) ? PAN_LOG_PRIOR.nextToSpecimen : 0);
}

const isOfLegacyLength = ({ length }: string): boolean => length === 17 || length === 18;
