import { join } from 'node:path';
import { loadBinTable } from '../../lib/bin/bin-table';
import { typeOfScheme } from '../../lib/bin/scheme-type';

describe('typeOfScheme', () => {
  test.each([
    ['American Express', '375987654321001', 'credit'],
    ['Diners Club', '38871234567890', 'credit'],
    ['Maestro', '5041721234567890', 'debit'],
    // of what else begins with 6 nobody knows much
    ['Maestro', '6041721234567890', null],
    ['Shetab', '6104337812345678', 'debit'],
    ['UnionPay', '6217001234567890', 'debit'],
    ['UnionPay', '6251561234567890', 'credit'],
    ['UnionPay', '6228210020009980918', 'debit'],
    ['UnionPay', '62822123456789012', 'debit'],
    // both types are among these
    ['UnionPay', '6225881234567890', null],
    ['UnionPay', '9558821001002087339', null],
    ['Visa', '4111111111111111', null],
    ['Mastercard', '5555555555554444', null],
    [null, '6251561234567890', null],
  ])('%s %s: %s', (scheme, pan, type) => {
    expect(typeOfScheme(scheme, pan, pan.length)).toBe(type);
  });

  test('agrees with the prefixes of UnionPay that have a type in the table', async () => {
    const { layers } = await loadBinTable(join(__dirname, '../../models/bin-table.jsonl'));
    let told = 0;
    let right = 0;
    for (const { ranges, groups } of layers) {
      for (const { digits, rows } of ranges) {
        for (let i = 0; i < rows.length; i += 3) {
          for (let n = 0; n < rows[i + 1]!; n++) {
            const prefix = String(rows[i]! + n).padStart(digits, '0');
            const claim = groups[rows[i + 2]!]?.[0];
            const length = claim?.lengths.length === 1 ? claim.lengths[0]! : 0;
            if (!prefix.startsWith('62') || !claim?.type || length < digits) continue;
            const type = typeOfScheme('UnionPay', prefix, length);
            if (type === null) continue;
            told++;
            // what is answered on the wire: a prepaid card is 1, as a debit card is, a semi-credit card 2
            const asAnswered = claim.type === 'prepaid' ? 'debit' : claim.type === 'semi-credit' ? 'credit' : claim.type;
            if (type === asAnswered) right++;
          }
        }
      }
    }
    expect(told).toBeGreaterThan(1000);
    expect(right / told).toBeGreaterThan(0.99);
  });
});
