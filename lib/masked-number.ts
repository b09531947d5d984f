import { isHidden, PAN_SHOWN } from './card/pan';

export { isHidden };

interface ShownNumber {
  readonly pan: string;
  readonly panGrouped: string;
  readonly maskedPan: string;
  readonly bin: string | null;
}

/** Returns what a mask leaves of an issuer's prefix: its first 6 digits. */
export const maskedBin = (bin: string | null): string | null => (bin === null ? null : bin.slice(0, PAN_SHOWN.head));

/** Returns a card without any digit of its number. */
export function withoutNumber<Card extends ShownNumber>(card: Card): Card {
  const hidden = (digits: string): string => digits.replace(/[\d?]/g, '*');
  return { ...card, pan: hidden(card.pan), panGrouped: hidden(card.panGrouped), maskedPan: hidden(card.maskedPan), bin: null };
}
