import type { BinRecord } from './bin/lookup-bin';
import { type Expiry, isExpired } from './card/expiry';
import { groupPan } from './card/group-pan';
import { isLuhnValid } from './card/luhn';
import { COMMON_LENGTHS, FEW_LENGTHS, maskPan, UNREADABLE, USUAL_LENGTHS } from './card/pan';
import type { ExpiryReading, NumberReading, Place } from './evidence';
import { boundingQuad, clockwise, type Quad, quadDirection, type Turn } from './geometry';
import { confidenceOf, confirmedConfidence, shownConfidence } from './reading/certainty';
import type { PictureQuality } from './reading/picture-quality';
import type { Warning } from './warnings';

/** One card, with the fields of the answer of `/v1/cards`: docs/api.md, "Answers". */
export interface CardReading {
  /** the number, digits only; `?` for one that cannot be read */
  readonly pan: string;
  /** with spaces where the print has gaps */
  readonly panGrouped: string;
  /** grouped, with `*` for all but the first 6 and last 4 digits */
  readonly maskedPan: string;
  /** the first digits: as many as the entry in the BIN table has, at least 6; null where one of them cannot be read */
  readonly bin: string | null;
  readonly luhnValid: boolean;
  readonly scheme: string | null;
  readonly issuer: BinRecord['issuer'];
  readonly type: BinRecord['type'];
  readonly expiry: { readonly month: number; readonly year: number; readonly expired: boolean } | null;
  /** the date from which the card is valid; missing unless it is plain to see */
  readonly validFrom?: Expiry;
  /** 0..1 each; `digits` has one value for each digit of `pan` */
  readonly confidence: { readonly pan: number; readonly expiry: number | null; readonly digits: readonly number[] };
  /** in pixels of the upright picture, counter-clockwise where that is mirrored; `pan` runs along the number (around it where it is printed in a block) */
  readonly quads: { readonly card: Quad | null; readonly pan: Quad; readonly expiry: Quad | null };
  readonly warnings: readonly Warning[];
  /** how well the picture shows the card, 0..100 */
  readonly quality: number;
  /** with the option `crop`: the card straightened, a JPEG file; null where its outline is not seen */
  readonly crop?: Buffer | null;
  /** with the option `strip`: the line of the number, straightened, a JPEG file; null where digits were to be hidden and it is not known where they stand */
  readonly strip?: Buffer | null;
}

/** A reading with less confidence carries the warning `low-confidence`. */
export const LOW_CONFIDENCE = 0.8;

/** The highest confidence of a number whose digits are too small to be plain and fail the Luhn check. */
const SMALL_MISFIT = 0.85;

const BIN_MIN_LENGTH = 6;

/** Everything that was found out about one card, in pixels of the raster that was read. */
export interface CardFindings {
  readonly number: NumberReading;
  readonly outline: Quad | null;
  /** it was seen only in the picture turned by an eighth: see `WholeLook` */
  readonly isSeenTurned: boolean;
  /** its quad is null where another picture shows it */
  readonly expiry: (Omit<ExpiryReading, 'quad'> & { readonly quad: Quad | null }) | null;
  readonly bin: BinRecord | null;
  readonly type: BinRecord['type'];
  readonly quality: PictureQuality;
  readonly crop?: Buffer | null | undefined;
  readonly strip?: Buffer | null | undefined;
  /** other pictures that should show the card show another number */
  readonly isDisputed?: boolean | undefined;
}

/** Whether a number has a rare length for which nothing but the scheme speaks: digits may be missing. */
const isOddLength = ({ issuer, lengths, lengthsAreOwn }: BinRecord, length: number): boolean =>
  (issuer === null || !lengthsAreOwn) &&
  lengths.length > 1 &&
  !(lengths.length > FEW_LENGTHS ? COMMON_LENGTHS : USUAL_LENGTHS).includes(length);

const failedChecks = (pan: string, luhnValid: boolean, bin: BinRecord | null): Warning[] => [
  ...(pan.includes(UNREADABLE) ? (['partial'] as const) : warnIf(!luhnValid, 'luhn')),
  ...warnIf(bin === null, 'unknown-bin'),
  ...warnIf(bin !== null && (!bin.lengthMatches || isOddLength(bin, pan.length)), 'unknown-length'),
];

const warnIf = (isSo: boolean | undefined, warning: Warning): Warning[] => (isSo ? [warning] : []);

/**
 * Makes of what was found out about a card the reading that a client gets.
 *
 * @param toPicture - maps quads of the raster that was read to the upright picture
 * @param today - decides whether the card has expired
 */
export function describeCard(findings: CardFindings, toPicture: (quad: Quad) => Quad, today: Date): CardReading {
  const { number, outline, isSeenTurned, expiry, bin, type, quality, crop, strip, isDisputed } = findings;
  const pan = number.text;
  const panGrouped = number.place.length > 1 ? groupPan(pan) : groupPan(pan, number.positions);
  const luhnValid = isLuhnValid(pan);
  const failed = failedChecks(pan, luhnValid, bin);
  const ownConfidence = (failed.length === 0 ? confirmedConfidence : outline && !isSeenTurned ? shownConfidence : confidenceOf)(number);
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
      card: outline && toPicture(outline),
      pan: toPicture(outlineOf(number.place)),
      expiry: expiry?.quad ? toPicture(expiry.quad) : null,
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

/** Returns one quad around a number, in its reading direction. */
export function outlineOf(place: Place): Quad {
  const [first] = place;
  if (!first) throw new RangeError('a number stands somewhere');
  return place.length === 1 ? first : boundingQuad(place.flat(), quadDirection(first));
}

/**
 * Returns by how many degrees a card is turned clockwise, to the nearest quarter turn.
 *
 * @param quad - its outline or its number, in reading direction
 */
export function turnOf(quad: Quad): Turn {
  const d = quadDirection(clockwise(quad));
  return (((Math.round(Math.atan2(d.y, d.x) / (Math.PI / 2)) + 4) % 4) * 90) as Turn;
}
