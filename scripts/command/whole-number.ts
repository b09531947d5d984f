import { UsageError } from './usage-error';

/**
 * Returns the value of an option that takes a whole number.
 *
 * @throws {UsageError} for anything else, or a number out of range
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new UsageError(`${option} takes a whole number from ${min} to ${max}`);
  return value;
}
