import { CardOcrError, excerptOf } from '../errors';
import { type CardOptions, PROVIDER_FORMATS } from './card-request';

/**
 * What `configure` asks for.
 *
 * @param configure - a JSON text, or the object itself; null or undefined: nothing
 * @throws {CardOcrError} `CONFIGURE_UNPARSABLE` for text that is not JSON, or over 8192 characters of it; `CONFIGURE_FORMAT` for JSON that is no object, or a
 *   `minConfidence` that is not in 0..1
 */
export function optionsFrom(configure: unknown): CardOptions {
  const wanted = (typeof configure === 'string' ? parsed(configure) : configure) ?? {};
  if (typeof wanted !== 'object' || Array.isArray(wanted)) throw new CardOcrError('CONFIGURE_FORMAT');
  const { detail, mask, crop, strip, sameCard, format, minConfidence } = wanted as Record<string, unknown>;
  return {
    detail: isTrue(detail),
    mask: isWanted(mask),
    crop: isTrue(crop),
    strip: isTrue(strip),
    format: PROVIDER_FORMATS.find((name) => name === format),
    ...(sameCard != null && { sameCard: isWanted(sameCard) }),
    ...(minConfidence != null && { minConfidence: asked(minConfidence) }),
  };
}

/** Nothing that is asked for takes so many characters. */
const MAX_CONFIGURE_LENGTH = 8192;
/** More characters than that, of whatever script. */
export const MAX_CONFIGURE_BYTES = 4 * (MAX_CONFIGURE_LENGTH + 1);

const OFF = /^(false|0|no|off)$/i;
const ON = /^(true|1)$/i;

/** Whether a mask is asked for. In doubt it is: who asks for it, in whatever spelling, must get it. */
export const isWanted = (value: unknown): boolean => (typeof value === 'string' ? !OFF.test(value) : Boolean(value));

/** Whether an option is set that shows more: in doubt it is not. */
const isTrue = (value: unknown): boolean => value === true || value === 1 || (typeof value === 'string' && ON.test(value));

/** A client that asks for certainty in a way that is not understood must not get less of it. */
function asked(value: unknown): number {
  const confidence = typeof value === 'number' || typeof value === 'string' ? confidenceFrom(String(value)) : undefined;
  if (confidence === undefined) throw new CardOcrError('CONFIGURE_FORMAT');
  return confidence;
}

/** @returns undefined for a text that is no decimal number of 0..1 */
export function confidenceFrom(text: string | undefined): number | undefined {
  const value = /^\s*(\d+\.?\d*|\.\d+)(e-?\d+)?\s*$/i.test(text ?? '') ? Number(text) : Number.NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    if (text.length > MAX_CONFIGURE_LENGTH) throw new Error('longer than any');
    return JSON.parse(text);
  } catch (cause) {
    throw new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf(text), cause);
  }
}
