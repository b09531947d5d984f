import { UsageError } from './usage-error';

/**
 * The value of an option that is a whole number.
 *
 * @throws {UsageError} for anything else, or one out of range
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new UsageError(`${option} takes a whole number from ${min} to ${max}`);
  return value;
}
