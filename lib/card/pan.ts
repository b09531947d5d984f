/** ISO/IEC 7812 allows up to 19 digits; a few old Chinese cards carry 12 or 20. */
export const PAN_MIN_LENGTH = 12;
export const PAN_MAX_LENGTH = 20;
/** Nearly all cards have one of these numbers of digits. */
export const USUAL_LENGTHS: readonly number[] = [14, 15, 16, 19];
/** Most of them have one of these. */
export const COMMON_LENGTHS: readonly number[] = [16, 19];

/** A scheme with more lengths than this allows whole ranges of lengths, though nearly all its cards have one of `COMMON_LENGTHS`. */
export const FEW_LENGTHS = 3;

/** The digits at either end that PCI DSS lets a display show at most. */
export const PAN_SHOWN = { head: 6, tail: 4 };

/** Whether a digit of a number is hidden in a masked one. */
export const isHidden = (index: number, length: number): boolean => index >= PAN_SHOWN.head && index < length - PAN_SHOWN.tail;

/** Stands in a number for a digit that cannot be read. */
export const UNREADABLE = '?';

/** Masks a number: keeps its first 6 and last 4 digits, and puts `*` for the others. Spaces stay; a `?` counts as a digit. */
export function maskPan(pan: string): string {
  const count = pan.replace(/[^\d?]/g, '').length;
  let i = 0;
  return pan.replace(/[\d?]/g, (digit) => {
    const shown = isHidden(i, count) ? '*' : digit;
    i++;
    return shown;
  });
}
