import type { BinTable } from '../lib/bin/bin-table';
import { binPrior } from '../lib/bin-prior';
import { isLuhnValid } from '../lib/card/luhn';
import { PAN_LOG_PRIOR } from '../lib/card/pan-prior';

const BANK_CARD = {
  issuer: { name: 'The Bank', shortName: 'Bank', nameEn: null, country: 'CN' },
  type: 'debit',
  scheme: 'UnionPay',
  lengths: [16],
  binDigits: 6,
} as const;

/** 6222 02: 16 digits; 5222 02: 15; 9222 02: as 6222 02; of the rest of 62 the scheme alone is known. */
const TABLE: BinTable = {
  layers: [
    {
      ranges: [{ digits: 6, rows: [522202, 1, 1, 622202, 1, 0, 922202, 1, 0] }],
      groups: [[BANK_CARD], [{ ...BANK_CARD, lengths: [15, 16] }]],
    },
  ],
  schemes: {
    ranges: [{ digits: 2, rows: [62, 1, 0] }],
    groups: [[{ issuer: null, type: null, scheme: 'UnionPay', lengths: [16, 19], binDigits: 2 }]],
  },
  issuers: [],
};

const { of, begins, lengths } = binPrior(TABLE);
const valid = (head: string, length: number): string =>
  [...'0123456789'].map((last) => head.padEnd(length - 1, '5030705010305') + last).find(isLuhnValid)!;

test('tells whether an issuer is known for it, a scheme only, or neither', () => {
  expect(['622202', '629999', '411111'].map((head) => of(valid(head, 16)))).toEqual([
    0,
    PAN_LOG_PRIOR.issuerUnknown,
    PAN_LOG_PRIOR.schemeUnknown,
  ]);
});

test('takes a rare length for likely where it is the issuer’s own', () => {
  expect([of(valid('522202', 15)), lengths('522202')]).toEqual([PAN_LOG_PRIOR.allowedLength, [15, 16]]);
});

test('knows how numbers begin: as those of an issuer do, and as those of bank cards, not of another industry', () => {
  expect(['622202', '522202', '629999', '922202'].map(begins)).toEqual([true, true, false, false]);
});
