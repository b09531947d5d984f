import { CardOcrError, excerptOf } from '../errors';
import type { CardOptions } from './card-request';

/**
 * What `configure` asks for.
 *
 * @param configure - a JSON text, or the object itself; null or undefined: nothing
 * @throws {CardOcrError} `CONFIGURE_UNPARSABLE` for text that is not JSON, `CONFIGURE_FORMAT` for JSON that is no object
 */
export function optionsFrom(configure: unknown): CardOptions {
  const wanted = (typeof configure === 'string' ? parsed(configure) : configure) ?? {};
  if (typeof wanted !== 'object' || Array.isArray(wanted)) throw new CardOcrError('CONFIGURE_FORMAT');
  const { detail, mask } = wanted as Record<string, unknown>;
  return { detail: isOn(detail), mask: isOn(mask) };
}

const OFF = /^(false|0|no|off)$/i;

/** Whether an option is set. In doubt it is: a client that asks for a mask, in whatever spelling, must get it. */
export const isOn = (value: unknown): boolean => (typeof value === 'string' ? !OFF.test(value) : Boolean(value));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CardOcrError('CONFIGURE_UNPARSABLE', excerptOf(text), cause);
  }
}
