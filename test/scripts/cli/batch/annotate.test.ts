import path from 'node:path';
import type { CardReading } from '../../../../lib';
import { annotatedPath, readingLine } from '../../../../scripts/cli/batch/annotate';
import { EXAMPLE_CARD } from '../../../helpers/readings';

test.each([
  ['photos/a.jpg', 'photos/a.jpg'],
  ['photos/a.JPEG', 'photos/a.JPEG'],
  ['./photos/../b.png', 'b.png.jpg'],
  ['/srv/cards/c.webp', 'srv/cards/c.webp.jpg'],
  ['..a/d.jpg', '..a/d.jpg'],
  ['s3://bucket/in/e.jpg', 'bucket/in/e.jpg'],
])('%s goes to %s', (file, below) => {
  expect(annotatedPath('out', file)).toBe(path.join('out', below));
});

test('what lies beside the current folder stays within the other', () => {
  expect(annotatedPath('out', '../f.jpg')).toBe(path.join('out', path.relative('/', path.resolve('../f.jpg'))));
});

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
