import type { NumberReading } from '../../lib/evidence';
import { LINE, PAN } from './scripted-readers';

/** Returns where digits at even distances stand: their centres, as shares of the way along a line. */
export const evenPositions = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 0.5) / count);

/** A number as it was read: by default `PAN` in a line, likely, but neither sure nor clear. */
export const numberReading = ({ text = PAN, ...of }: Partial<NumberReading> = {}): NumberReading => ({
  text,
  visual: -1,
  posterior: 0.9,
  digitConfidence: Array.from(text, () => 0.9),
  place: LINE,
  positions: evenPositions(text.length),
  total: -1,
  sure: false,
  clear: false,
  ...of,
});
