import type { BinRecord } from '../lib/bin/lookup-bin';
import { isTypeOpen } from '../lib/picture-reading';

const [PASSES, FAILS, PARTIAL] = ['4242424242424242', '4242424242424241', '42424242????4241'];
const of = (type: BinRecord['type']): BinRecord => ({ type }) as BinRecord;

test.each<[string, BinRecord | null, string, boolean]>([
  ['nothing is known of', null, PASSES, true],
  ['the BIN leaves open', of('unknown'), PASSES, true],
  ['the BIN tells', of('debit'), PASSES, false],
  ['the BIN tells, and that fails its check', of('debit'), FAILS, true],
  ['the BIN tells, and that fails its check', of('credit'), FAILS, true],
  ['the BIN tells to be of a type for which cards have no word', of('prepaid'), FAILS, false],
  ['the BIN tells to be of a type for which cards have no word', of('semi-credit'), FAILS, false],
  ['the BIN tells, and of which digits cannot be read', of('credit'), PARTIAL, false],
])('whether the type is open of a number that %s', (_, bin, pan, isOpen) => {
  expect(isTypeOpen(bin, pan)).toBe(isOpen);
});
