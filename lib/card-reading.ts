import type { BinRecord } from './bin/lookup-bin';
import { isExpired } from './card/expiry';
import { isLuhnValid } from './card/luhn';
import { groupPan, maskPan } from './card/pan';
import { boundingQuad, type Quad, quadDirection, scaleQuad, type Turn } from './geometry';
import type { ExpiryReading } from './reading/find-expiry';
import { confidenceOf, type NumberPlace, type NumberReading } from './reading/read-number';

/**
 * What a client should know of a reading: `luhn` the number fails the check, `unknown-bin` not even its scheme is known, `unknown-length`
 * no card of its issuer is that long, `low-confidence` a digit may be wrong, `expired`.
 */
export type Warning = 'luhn' | 'unknown-bin' | 'unknown-length' | 'low-confidence' | 'expired';

/** One card, as the rich answer of the wire contract shows it (section 3). */
export interface CardReading {
  /** digits only */
  readonly pan: string;
  /** with spaces where the print has gaps */
  readonly panGrouped: string;
  /** grouped, all but the first 6 and last 4 digits hidden */
  readonly maskedPan: string;
  /** the first digits: as many as the BIN table's entry has, at least 6 */
  readonly bin: string;
  readonly luhnValid: boolean;
  readonly scheme: string | null;
  readonly issuer: BinRecord['issuer'];
  readonly type: BinRecord['type'];
  readonly expiry: { readonly month: number; readonly year: number; readonly expired: boolean } | null;
  /** 0..1 each; `digits` one a digit of `pan` */
  readonly confidence: { readonly pan: number; readonly expiry: number | null; readonly digits: readonly number[] };
  /** in pixels of the upright picture; `pan` runs along the number (around it where it is printed in a block) */
  readonly quads: { readonly card: Quad | null; readonly pan: Quad; readonly expiry: Quad | null };
  readonly warnings: readonly Warning[];
}

/** Confidence below which a reading carries `low-confidence`. */
export const LOW_CONFIDENCE = 0.8;

const BIN_MIN_LENGTH = 6;

/**
 * A reading in the client's terms.
 *
 * @param scale - pixels of the upright picture per pixel of the raster that was read
 * @param today - decides whether the card has expired
 */
export function describeCard(
  number: NumberReading,
  expiry: ExpiryReading | null,
  bin: BinRecord | null,
  scale: number,
  today: Date,
): CardReading {
  const pan = number.text;
  const panGrouped = number.place.length > 1 ? groupPan(pan) : groupPan(pan, number.positions);
  const luhnValid = isLuhnValid(pan);
  const confidence = confidenceOf(number);
  const expired = expiry !== null && isExpired(expiry.expiry, today);
  const warnings: Warning[] = [];
  if (!luhnValid) warnings.push('luhn');
  if (bin === null) warnings.push('unknown-bin');
  else if (!bin.lengthMatches) warnings.push('unknown-length');
  if (confidence < LOW_CONFIDENCE) warnings.push('low-confidence');
  if (expired) warnings.push('expired');
  return {
    pan,
    panGrouped,
    maskedPan: maskPan(panGrouped),
    bin: bin && bin.bin.length >= BIN_MIN_LENGTH ? bin.bin : pan.slice(0, BIN_MIN_LENGTH),
    luhnValid,
    scheme: bin?.scheme ?? null,
    issuer: bin?.issuer ?? null,
    type: bin?.type ?? 'unknown',
    expiry: expiry && { ...expiry.expiry, expired },
    confidence: { pan: confidence, expiry: expiry?.confidence ?? null, digits: number.digitConfidence },
    quads: {
      card: null,
      pan: scaleQuad(outlineOf(number.place), scale),
      expiry: expiry && scaleQuad(expiry.quad, scale),
    },
    warnings,
  };
}

/** One quad around a number, in its reading direction. */
export function outlineOf(place: NumberPlace): Quad {
  const [first] = place;
  if (!first) throw new RangeError('a number stands somewhere');
  return place.length === 1 ? first : boundingQuad(place.flat(), quadDirection(first));
}

/** How far a card is turned clockwise, to the nearest quarter, from the direction of its number. */
export function turnOf(quad: Quad): Turn {
  const d = quadDirection(quad);
  return (((Math.round(Math.atan2(d.y, d.x) / (Math.PI / 2)) + 4) % 4) * 90) as Turn;
}
