import type { CardReading } from '../../../../lib';
import { readingLine } from '../../../../scripts/cli/batch/annotate';
import { EXAMPLE_CARD } from '../../../helpers/readings';

test('a reading in a line, of signs that can be written', () => {
  expect(readingLine(EXAMPLE_CARD, true)).toBe(
    '6225 97** **** 3000   07/22   Industrial and Commercial Bank of China   UnionPay   credit   90.0 % sure   luhn   expired',
  );
  const bare: CardReading = {
    ...EXAMPLE_CARD,
    issuer: { ...EXAMPLE_CARD.issuer!, nameEn: null },
    scheme: null,
    type: 'unknown',
    expiry: null,
    warnings: [],
  };
  expect(readingLine(bare, false)).toBe('6225 9700 7000 3000   90.0 % sure');
});
