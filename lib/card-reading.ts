import type { BinRecord } from './bin/lookup-bin';
import { type Expiry, isExpired } from './card/expiry';
import { isLuhnValid } from './card/luhn';
import { FEW_LENGTHS, groupPan, maskPan, UNREADABLE, USUAL_LENGTHS } from './card/pan';
import type { ExpiryReading, NumberReading, Place } from './evidence';
import { boundingQuad, type Quad, quadDirection, scaleQuad, type Turn } from './geometry';
import { confidenceOf, confirmedConfidence, shownConfidence } from './reading/certainty';
import type { PictureQuality } from './reading/picture-quality';
import type { Warning } from './warnings';

export type { Warning };

/** One card, as the answer of `/v1/cards` shows it: docs/api.md, "Answers". */
export interface CardReading {
  /** digits only; `?` for one that cannot be read */
  readonly pan: string;
  /** with spaces where the print has gaps */
  readonly panGrouped: string;
  /** grouped, all but the first 6 and last 4 digits hidden */
  readonly maskedPan: string;
  /** the first digits: as many as the BIN table's entry has, at least 6; null where one of them cannot be read */
  readonly bin: string | null;
  readonly luhnValid: boolean;
  readonly scheme: string | null;
  readonly issuer: BinRecord['issuer'];
  readonly type: BinRecord['type'];
  readonly expiry: { readonly month: number; readonly year: number; readonly expired: boolean } | null;
  /** only where the card has one that is plain to see */
  readonly validFrom?: Expiry;
  /** 0..1 each; `digits` one a digit of `pan` */
  readonly confidence: { readonly pan: number; readonly expiry: number | null; readonly digits: readonly number[] };
  /** in pixels of the upright picture; `pan` runs along the number (around it where it is printed in a block) */
  readonly quads: { readonly card: Quad | null; readonly pan: Quad; readonly expiry: Quad | null };
  readonly warnings: readonly Warning[];
  /** how well the picture shows the card, 0..100 */
  readonly quality: number;
  /** the card straightened, a JPEG file, where it was asked for; null where its outline is not seen */
  readonly crop?: Buffer | null;
  /** the number's line straightened, a JPEG file, where it was asked for; null where digits were to be hidden and it cannot be told where they stand */
  readonly strip?: Buffer | null;
}

/** Confidence below which a reading carries `low-confidence`. */
export const LOW_CONFIDENCE = 0.8;

/** Digits that are too small to be plain, and fail the check digit, are no surer than this. */
const SMALL_MISFIT = 0.85;

const BIN_MIN_LENGTH = 6;

/** All that was found out about one card, in pixels of the raster that was read. */
export interface CardFindings {
  readonly number: NumberReading;
  readonly outline: Quad | null;
  /** its quad is null where another picture shows it */
  readonly expiry: (Omit<ExpiryReading, 'quad'> & { readonly quad: Quad | null }) | null;
  readonly bin: BinRecord | null;
  readonly type: BinRecord['type'];
  readonly quality: PictureQuality;
  readonly crop?: Buffer | null | undefined;
  readonly strip?: Buffer | null | undefined;
  /** other pictures of the card show another number */
  readonly isDisputed?: boolean | undefined;
}

/** Nearly all cards of a scheme of more than `FEW_LENGTHS` lengths have one of these. */
const USUAL_IN_RANGES: readonly number[] = [16, 19];

/** Whether nothing but the scheme speaks for a length that is rare: digits may be missing. */
const isOddLength = ({ issuer, lengths, lengthsAreOwn }: BinRecord, length: number): boolean =>
  (issuer === null || !lengthsAreOwn) &&
  lengths.length > 1 &&
  !(lengths.length > FEW_LENGTHS ? USUAL_IN_RANGES : USUAL_LENGTHS).includes(length);

/** The checks that a number fails. */
const failedChecks = (pan: string, luhnValid: boolean, bin: BinRecord | null): Warning[] => [
  ...(pan.includes(UNREADABLE) ? (['partial'] as const) : warnIf(!luhnValid, 'luhn')),
  ...warnIf(bin === null, 'unknown-bin'),
  ...warnIf(bin !== null && (!bin.lengthMatches || isOddLength(bin, pan.length)), 'unknown-length'),
];

const warnIf = (isSo: boolean | undefined, warning: Warning): Warning[] => (isSo ? [warning] : []);

/**
 * A reading in the client's terms.
 *
 * @param scale - pixels of the upright picture per pixel of the raster that was read
 * @param today - decides whether the card has expired
 */
export function describeCard(findings: CardFindings, scale: number, today: Date): CardReading {
  const { number, outline, expiry, bin, type, quality, crop, strip, isDisputed } = findings;
  const pan = number.text;
  const panGrouped = number.place.length > 1 ? groupPan(pan) : groupPan(pan, number.positions);
  const luhnValid = isLuhnValid(pan);
  const failed = failedChecks(pan, luhnValid, bin);
  const ownConfidence = (failed.length === 0 ? confirmedConfidence : outline ? shownConfidence : confidenceOf)(number);
  const confidence = failed.includes('luhn') && quality.flaws.includes('too-small') ? Math.min(ownConfidence, SMALL_MISFIT) : ownConfidence;
  const expired = expiry !== null && isExpired(expiry.expiry, today);
  const begin = bin && bin.bin.length >= BIN_MIN_LENGTH ? bin.bin : pan.slice(0, BIN_MIN_LENGTH);
  return {
    pan,
    panGrouped,
    maskedPan: maskPan(panGrouped),
    bin: begin.includes(UNREADABLE) ? null : begin,
    luhnValid,
    scheme: bin?.scheme ?? null,
    issuer: bin?.issuer ?? null,
    type,
    expiry: expiry && { ...expiry.expiry, expired },
    ...(expiry?.validFrom && { validFrom: expiry.validFrom }),
    confidence: { pan: confidence, expiry: expiry?.confidence ?? null, digits: number.digitConfidence },
    quads: {
      card: outline && scaleQuad(outline, scale),
      pan: scaleQuad(outlineOf(number.place), scale),
      expiry: expiry?.quad ? scaleQuad(expiry.quad, scale) : null,
    },
    warnings: [
      ...warnIf(isDisputed, 'different-cards'),
      ...failed,
      ...warnIf(confidence < LOW_CONFIDENCE, 'low-confidence'),
      ...warnIf(expired, 'expired'),
      ...quality.flaws,
    ],
    quality: quality.score,
    ...(crop !== undefined && { crop }),
    ...(strip !== undefined && { strip }),
  };
}

/** One quad around a number, in its reading direction. */
export function outlineOf(place: Place): Quad {
  const [first] = place;
  if (!first) throw new RangeError('a number stands somewhere');
  return place.length === 1 ? first : boundingQuad(place.flat(), quadDirection(first));
}

/** How far a card is turned clockwise, to the nearest quarter. `quad`: its outline, or its number, in reading direction */
export function turnOf(quad: Quad): Turn {
  const d = quadDirection(quad);
  return (((Math.round(Math.atan2(d.y, d.x) / (Math.PI / 2)) + 4) % 4) * 90) as Turn;
}
