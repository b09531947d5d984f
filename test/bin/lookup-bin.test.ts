import { readFileSync } from 'node:fs';
import creditCardType from 'credit-card-type';
import fc from 'fast-check';
import { loadBinTable, type PackedBinTable, parseBinTable } from '../../lib/bin/bin-table';
import { lengthsOf, lookupBin, schemeOf } from '../../lib/bin/lookup-bin';
import { typeOfScheme } from '../../lib/bin/scheme-type';
import { anyText } from '../helpers/any-text';

const TABLE_PATH = 'models/bin-table.jsonl';
const packed = readFileSync(TABLE_PATH);
const table = parseBinTable(packed);

const pan = (prefix: string, length: number) => prefix.padEnd(length, '0');

describe('Chinese cards', () => {
  test.each([
    ['622597', 16, '工商银行', 'credit'],
    ['621700', 19, '建设银行', 'debit'],
    ['622848', 19, '农业银行', 'debit'],
    ['622576', 16, '招商银行', 'credit'],
    ['622188', 19, '邮储银行', 'debit'],
    ['622707', 16, '建设银行', 'semi-credit'],
    ['920000', 16, '中银通', 'prepaid'],
    ['95588', 19, '工商银行', 'debit'],
    ['601428', 17, '交通银行', 'debit'],
  ])('%s… with %i digits is a UnionPay card of %s, %s', (prefix, length, shortName, type) => {
    expect(lookupBin(table, pan(prefix, length))).toMatchObject({
      bin: prefix,
      scheme: 'UnionPay',
      issuer: { shortName, country: 'CN' },
      type,
      lengths: [length],
      lengthMatches: true,
    });
  });

  test.each([
    ['436742', 19, 'Visa', '建设银行', 'debit'],
    ['552245', 16, 'Mastercard', '建设银行', 'debit'],
    ['376966', 15, 'American Express', '中信银行', 'credit'],
    ['356889', 16, 'JCB', '招商银行', 'credit'],
  ])('the co-branded %s… keeps the scheme of its range', (prefix, length, scheme, shortName, type) => {
    expect(lookupBin(table, pan(prefix, length))).toMatchObject({ bin: prefix, scheme, issuer: { shortName }, type });
  });

  test('the record of the published example', () => {
    expect(lookupBin(table, '6225970070003000')).toEqual({
      bin: '622597',
      scheme: 'UnionPay',
      issuer: { name: '中国工商银行', shortName: '工商银行', nameEn: 'Industrial and Commercial Bank of China', country: 'CN' },
      issuerKnown: true,
      type: 'credit',
      lengths: [16],
      lengthsAreOwn: true,
      lengthMatches: true,
    });
  });
});

describe('schemes', () => {
  test.each([
    ['Visa', '4', '4999'],
    ['Mastercard', '2221', '2720'],
    ['Mastercard', '51', '55'],
    ['American Express', '34', '34'],
    ['American Express', '37', '37'],
    ['Diners Club', '300', '305'],
    ['Diners Club', '36', '36'],
    ['Diners Club', '38', '39'],
    ['Discover', '6011', '6011'],
    ['Discover', '644', '649'],
    ['JCB', '3528', '3589'],
    ['UnionPay', '62', '62'],
    ['Maestro', '67', '67'],
    ['Maestro', '5018', '5018'],
    ['Mir', '2200', '2204'],
    ['RuPay', '508500', '508999'],
    ['RuPay', '606985', '607984'],
    ['RuPay', '608001', '608500'],
    ['RuPay', '652150', '653149'],
    ['RuPay', '817200', '820199'],
    ['Troy', '9792', '9792'],
    ['Troy', '650052', '650052'],
    ['Elo', '506699', '506778'],
    ['Elo', '627780', '627780'],
    ['Hipercard', '606282', '606282'],
    ['Hiper', '637095', '637095'],
    ['Naranja', '589562', '589562'],
    ['Verve', '506099', '506127'],
    ['Dankort', '5019', '5019'],
    ['Napas', '9704', '9704'],
    ['UzCard', '8600', '8600'],
    ['Humo', '9860', '9860'],
  ])('%s from %s to %s', (scheme, first, last) => {
    expect(schemeOf(table, pan(first, 16))).toBe(scheme);
    expect(schemeOf(table, last.padEnd(16, '9'))).toBe(scheme);
  });

  test.each([
    ['2220', null],
    ['2721', null],
    ['2199', null],
    ['2205', null],
    ['3527', null],
    ['3590', null],
    ['306', null],
    ['508499', 'Maestro'],
    ['653150', 'Discover'],
    ['652149', 'Discover'],
    ['627779', 'UnionPay'],
    ['627781', 'UnionPay'],
    ['820200', null],
    ['9703', null],
    ['9705', null],
  ])('just outside a range, %s is %s', (prefix, scheme) => {
    expect(schemeOf(table, pan(prefix, 16))).toBe(scheme);
  });

  test('a card whose issuer is unknown still has its scheme', () => {
    expect(lookupBin(table, '4111111111111111')).toEqual({
      bin: '4',
      scheme: 'Visa',
      issuer: null,
      issuerKnown: false,
      type: 'unknown',
      lengths: [16, 18, 19],
      lengthsAreOwn: false,
      lengthMatches: true,
    });
    expect(lookupBin(table, '411111111111111')?.lengthMatches).toBe(false);
  });

  test('a world issuer without lengths takes those of its scheme', () => {
    expect(lookupBin(table, pan('481582', 16))).toMatchObject({ scheme: 'Visa', issuer: { shortName: '美国银行' }, lengths: [16, 18, 19] });
    expect(lookupBin(table, pan('376700', 15))).toMatchObject({ issuer: { shortName: '美国运通', country: 'US' }, lengths: [15] });
  });

  test.each(['1800', '2131'])('JCB’s first cards have 15 digits: %s', (prefix) => {
    expect(lookupBin(table, pan(prefix, 15))).toMatchObject({ scheme: 'JCB', lengths: [15], lengthMatches: true });
  });

  test.each(['627412', '628157', '636797'])('domestic Iranian cards are not of UnionPay or Maestro: %s', (prefix) => {
    expect(lookupBin(table, pan(prefix, 16))).toMatchObject({ scheme: 'Shetab', issuer: { country: 'IR' }, lengths: [16] });
  });

  test('agree with credit-card-type outside the ranges it lacks', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{16}$/), (number) => {
        const scheme = schemeOf(table, number);
        if (number.startsWith('62') || ['RuPay', 'Dankort', 'Napas', 'UzCard', 'Humo'].includes(scheme ?? '')) return;
        expect(scheme).toBe(creditCardType(number)[0]?.niceType ?? null);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('lengths', () => {
  test('tell apart two issuers of one prefix', () => {
    expect(lookupBin(table, pan('621260', 19))).toMatchObject({ issuer: { shortName: '常熟农商银行' }, lengthMatches: true });
    expect(lookupBin(table, pan('621260', 16))).toMatchObject({ issuer: { shortName: '平安银行' }, lengthMatches: true });
  });

  test('a number of another length has the most trusted entry, as a guess', () => {
    expect(lookupBin(table, pan('622848', 18))).toMatchObject({
      bin: '622848',
      issuer: { shortName: '农业银行' },
      issuerKnown: false,
      lengths: [19],
      lengthMatches: false,
    });
    expect(lookupBin(table, pan('622848', 19))?.issuerKnown).toBe(true);
  });

  test('a prefix of three digits claims no number of another length', () => {
    expect(lookupBin(table, pan('303', 16))).toMatchObject({ scheme: 'UnionPay', issuer: { shortName: '光大银行' } });
    expect(lookupBin(table, pan('303', 14))).toMatchObject({ scheme: 'Diners Club', issuer: null, lengthMatches: true });
    expect(lengthsOf(table, pan('303', 14))).toContain(14);
  });

  test('the beginning is enough where the length is told', () => {
    for (const [prefix, length] of [
      ['621260', 19],
      ['621260', 16],
      ['303', 14],
      ['6228481', 19],
      ['625', 16],
    ] as const) {
      expect(lookupBin(table, prefix, length)).toEqual({ ...lookupBin(table, pan(prefix, length))! });
    }
    expect(lookupBin(table, '', 16)).toBeNull();
  });
});

describe('longest prefix', () => {
  const nested = parseBinTable(
    Buffer.from(
      [
        '"bin-table 1"',
        '[["甲银行","甲",null,"CN"],["乙银行","乙",null,"CN"]]',
        '[[[0,"debit",null,[19]]],[[1,"credit",null,[16]]],[[1,"debit",null,[]]]]',
        '[[8,[62284800,1,1]],[6,[622848,1,0,622850,3,2]]]',
        '[["UnionPay",[16,19]],["Elo",[16]]]',
        '[[6,[627780,1,1]],[2,[62,1,0]]]',
      ].join('\n'),
    ),
  );

  test('wins when its length fits', () => {
    expect(lookupBin(nested, pan('62284800', 16))).toMatchObject({ bin: '62284800', issuer: { shortName: '乙' } });
  });

  test('gives way to a shorter one when only that fits', () => {
    expect(lookupBin(nested, pan('62284800', 19))).toMatchObject({ bin: '622848', issuer: { shortName: '甲' }, lengthMatches: true });
  });

  test('stands in for none that fits', () => {
    expect(lookupBin(nested, pan('62284800', 17))).toMatchObject({ bin: '62284800', issuer: { shortName: '乙' }, lengthMatches: false });
  });

  test.each(['622849', '622853'])('a range ends where it ends: %s', (prefix) => {
    expect(lookupBin(nested, pan(prefix, 16))).toMatchObject({ bin: '62', scheme: 'UnionPay', issuer: null });
  });

  test.each(['622850', '622852'])('a range holds its ends: %s', (prefix) => {
    expect(lookupBin(nested, pan(prefix, 16))).toMatchObject({ bin: prefix, lengths: [16, 19] });
  });

  test('tells the scheme, whatever the length', () => {
    expect(lookupBin(nested, pan('627780', 19))).toMatchObject({ scheme: 'Elo', lengthMatches: false });
  });
});

describe('the packed file', () => {
  test('loads from its path', async () => {
    expect(await loadBinTable(TABLE_PATH)).toEqual(table);
  });

  test.each(['', '{}', '"bin-table 2"\n[]'])('any other text is refused: %j', (text) => {
    expect(() => parseBinTable(Buffer.from(text))).toThrow('not a BIN table');
  });

  test('ranges are sorted and disjoint, widths in descending order', () => {
    for (const { ranges } of [...table.layers, table.schemes]) {
      const widths = ranges.map(({ digits }) => digits);
      expect(widths).toEqual([...new Set(widths)].sort((a, b) => b - a));
      for (const { rows } of ranges) {
        for (let i = 3; i < rows.length; i += 3) {
          expect(rows[i]).toBeGreaterThanOrEqual((rows[i - 3] as number) + (rows[i - 2] as number));
        }
      }
    }
  });
});

describe('properties', () => {
  const [, issuerRows, groups, ranges, schemes, schemeRanges] = packed
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line)) as PackedBinTable;

  /** Each prefix by itself: slow, and plain to see right. */
  const expanded = <Value>(packedRanges: [number, number[]][], values: readonly Value[]): Map<string, Value> => {
    const byPrefix = new Map<string, Value>();
    for (const [digits, rows] of packedRanges) {
      for (let i = 0; i < rows.length; i += 3) {
        for (let n = 0; n < (rows[i + 1] as number); n++) {
          byPrefix.set(String((rows[i] as number) + n).padStart(digits, '0'), values[rows[i + 2] as number] as Value);
        }
      }
    }
    return byPrefix;
  };
  const claimsByPrefix = expanded(ranges, groups);
  const schemeByPrefix = expanded(schemeRanges, schemes);
  const prefixesOf = (number: string) =>
    Array.from({ length: 12 }, (_, i) => number.slice(0, 12 - i)).filter((p, i) => p.length === 12 - i);

  const reference = (number: string) => {
    const schemePrefix = prefixesOf(number).find((prefix) => schemeByPrefix.has(prefix));
    const [scheme, schemeLengths]: [string | null, number[]] = schemeByPrefix.get(schemePrefix ?? '') ?? [null, []];
    const candidates = prefixesOf(number).flatMap((bin) =>
      (claimsByPrefix.get(bin) ?? []).map(([issuer, type, ownScheme, ownLengths]) => {
        const lengths = ownLengths.length > 0 ? ownLengths : schemeLengths;
        const lengthMatches = lengths.length === 0 || lengths.includes(number.length);
        const lengthsAreOwn = ownLengths.length > 0;
        const names = { issuer: issuerRows[issuer]?.[0], type: type ?? 'unknown', scheme: ownScheme ?? scheme };
        return { bin, ...names, lengths, lengthsAreOwn, lengthMatches };
      }),
    );
    const best = candidates.find(({ lengthMatches }) => lengthMatches) ?? candidates.find(({ bin }) => bin.length > 3);
    if (best !== undefined) return best;
    if (schemePrefix === undefined) return null;
    const lengthMatches = schemeLengths.includes(number.length);
    return { bin: schemePrefix, issuer: undefined, type: 'unknown', scheme, lengths: schemeLengths, lengthsAreOwn: false, lengthMatches };
  };

  const anyPrefix = fc.constantFrom(...claimsByPrefix.keys(), ...schemeByPrefix.keys());
  const numbers = fc.oneof(
    fc.stringMatching(/^\d{1,24}$/),
    fc.tuple(anyPrefix, fc.stringMatching(/^\d{0,16}$/)).map(([prefix, rest]) => prefix + rest),
  );

  test('any number has the answer of a naive look-up', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const record = lookupBin(table, number);
        const told = reference(number);
        const type = told?.type === 'unknown' ? (typeOfScheme(told.scheme, number, number.length) ?? 'unknown') : told?.type;
        const expected = told && { ...told, type, issuerKnown: told.issuer !== undefined && told.lengthMatches };
        expect(record && { ...record, issuer: record.issuer?.name }).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });

  test('text that is not digits is unknown', () => {
    const notDigits = anyText().filter((text) => !/^[0-9]+$/.test(text));
    fc.assert(
      fc.property(notDigits, (text) => {
        expect(lookupBin(table, text)).toBeNull();
        expect(schemeOf(table, text)).toBeNull();
      }),
    );
  });
});
