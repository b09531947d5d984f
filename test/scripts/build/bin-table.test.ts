import { readFileSync } from 'node:fs';
import { parseBinTable } from '../../../lib/bin/bin-table';
import { lookupBin } from '../../../lib/bin/lookup-bin';
import { BIN_TABLE_PATH, buildBinTable } from '../../../scripts/build/bin/command';
import { IssuerIndex } from '../../../scripts/build/bin/issuer-index';
import { mergeClaims } from '../../../scripts/build/bin/merge-claims';
import { bankcardinfoRows, bankcardRows, banksDbRows } from '../../../scripts/build/bin/sources';

// its functions send numbers to a web service: it may be read as text, never run
jest.mock('bankcardinfo', () => {
  throw new Error('bankcardinfo was imported');
});

const { packed, report } = buildBinTable();
const table = parseBinTable(Buffer.from(packed));

test('the committed table equals a rebuild, byte for byte', () => {
  expect(readFileSync(BIN_TABLE_PATH).equals(Buffer.from(packed))).toBe(true);
  expect(buildBinTable().packed).toBe(packed);
});

test('the sources are read whole', () => {
  expect(bankcardRows()).toHaveLength(1698);
  expect(bankcardinfoRows()).toHaveLength(1826);
  expect(banksDbRows()).toHaveLength(17323);
});

test('a change in the form of bankcardinfo stops the build', () => {
  expect(() => bankcardinfoRows('')).toThrow('0 of 0 patterns');
  const changed =
    'bankName: "甲",\npatterns: [{ reg: /^(622848)\\d{13}$/g, cardType: "DC" }, { reg: /^(62284[0-9])\\d{13}$/g, cardType: "DC" }]';
  expect(() => bankcardinfoRows(changed)).toThrow('1 of 2 patterns');
});

test('the report counts the conflicts and names each winner', () => {
  const conflicts = report.split('\n').filter((line) => line.includes(' won over '));
  expect(report).toContain(`Conflicts: ${conflicts.length} (`);
  expect(conflicts).toContain('  53591 issuer: bankcard 农业银行 semi-credit 16 won over bankcardinfo 中国银行 semi-credit 16');
  expect(conflicts).toContain('  461982 issuer: bankcard 兴业银行 credit 16 won over banks-db 大通银行');
  expect(conflicts).toContain('  622349 issuer: overrides 南洋商业银行 credit 16 won over bankcard 江西银行 credit 16');
});

describe('issuers', () => {
  test.each([
    ['浦发 cards that bankcardinfo repeats under 广发', '622521', 16, '浦发银行'],
    ['a renamed bank: 广东发展银行', '622568', 19, '广发银行'],
    ['a merged bank: 深圳发展银行', '622298', 16, '平安银行'],
    ['a bank with two full names: 邮政储蓄', '622188', 19, '邮储银行'],
    ['a prefix that only bankcardinfo has', '622250', 16, '交通银行'],
    ['a prefix that only banks-db has', '552580', 16, '招商银行'],
    ['a code that bankcard expands wrongly', '622349', 16, '南洋商业银行'],
  ])('%s', (_, prefix, length, shortName) => {
    expect(lookupBin(table, prefix.padEnd(length, '0'))?.issuer?.shortName).toBe(shortName);
  });

  test('no short name keeps the 中国 of a bank that is called without it', () => {
    const kept = table.issuers.filter(({ issuer }) => issuer.shortName.startsWith('中国')).map(({ issuer }) => issuer.shortName);
    expect(kept).toEqual(['中国银行']);
  });

  test('countries are ISO 3166-1 alpha-2', () => {
    for (const { issuer } of table.issuers) expect(issuer.country).toMatch(/^[A-Z]{2}$/);
  });

  test('a Chinese issuer without a row stops the build', () => {
    const index = new IssuerIndex([['甲银行', '甲', null, 'CN', '乙银行']]);
    expect(index.find({ names: ['乙银行'], fallback: null, country: null })).toBe(0);
    expect(() => index.find({ names: ['丙银行'], fallback: null, country: null })).toThrow('丙银行 is missing');
  });

  test('two rows of one country with a common name stop the build', () => {
    expect(
      () =>
        new IssuerIndex([
          ['甲银行', '甲', null, 'CN', '乙银行'],
          ['乙银行', '乙', null, 'CN'],
        ]),
    ).toThrow('two issuers');
  });
});

describe('mergeClaims', () => {
  const claim = (source: 'bankcard' | 'bankcardinfo' | 'banks-db', prefix: string, issuer: number, length: number | null = 16) => ({
    source,
    prefix,
    issuer,
    length,
    type: length === null ? null : ('debit' as const),
  });
  const merge = (...claims: Parameters<typeof mergeClaims>[0]) => mergeClaims(claims, [], () => 0);

  test('the more trusted source wins, whatever the order', () => {
    const { byPrefix, conflicts } = merge(claim('bankcardinfo', '622848', 2), claim('bankcard', '622848', 1));
    expect(byPrefix.get('622848')?.map(({ issuer }) => issuer)).toEqual([1]);
    expect(conflicts).toMatchObject([{ kind: 'issuer', winner: { issuer: 1 }, loser: { issuer: 2 } }]);
  });

  test('two issuers of one prefix are kept where the length tells them apart', () => {
    const { byPrefix, conflicts } = merge(claim('bankcard', '621260', 1, 19), claim('bankcard', '621260', 2, 16));
    expect(byPrefix.get('621260')).toHaveLength(2);
    expect(conflicts).toEqual([]);
  });

  test('a longer prefix without type and length does not hide the same issuer’s shorter one', () => {
    const { byPrefix, redundant } = merge(claim('bankcard', '95588', 1, 19), claim('banks-db', '955880', 1, null));
    expect([...byPrefix.keys()]).toEqual(['95588']);
    expect(redundant).toBe(1);
  });

  test('a longer prefix of another issuer wins over a more trusted shorter one, and is reported', () => {
    const { byPrefix, conflicts } = merge(claim('bankcard', '95588', 1, 19), claim('banks-db', '955880', 2, null));
    expect(byPrefix.has('955880')).toBe(true);
    expect(conflicts).toMatchObject([{ kind: 'nested', winner: { issuer: 2 }, loser: { issuer: 1 } }]);
  });

  test('an override that changes nothing stops the build', () => {
    const claims = [claim('bankcard', '622848', 1)];
    expect(() => mergeClaims(claims, [{ prefixes: ['622848'], type: 'debit', why: 'x' }], () => 0)).toThrow('changes nothing');
    expect(() => mergeClaims(claims, [{ prefixes: ['622849'], type: 'debit', why: 'x' }], () => 0)).toThrow('changes nothing');
    expect(() => mergeClaims(claims, [{ prefixes: ['622848'], drop: 'banks-db', why: 'x' }], () => 0)).toThrow('has no 622848');
  });
});
