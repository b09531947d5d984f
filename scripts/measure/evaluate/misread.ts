import { maskPan } from '../../../lib';
import { hammingDistance } from '../../../lib/card/hamming-distance';

/** More digits that differ are those of another number, of which they would tell too much. */
const MOST_DIFFERING = 4;

/**
 * Says how a number was misread, for a table of misses that anybody may see: the few digits that differ, or else what a mask leaves of both numbers.
 *
 * @param read - the number that was read
 */
export function misreadAs(pan: string, read: string): string {
  const differing = (number: string, other: string): string => [...number].map((digit, i) => (digit === other[i] ? '*' : digit)).join('');
  const [wanted, shown] = isNearly(pan, read) ? [differing(pan, read), differing(read, pan)] : [maskPan(pan), maskPan(read)];
  return `${wanted} read as ${shown}`;
}

const isNearly = (pan: string, read: string): boolean => pan.length === read.length && hammingDistance(pan, read) <= MOST_DIFFERING;
