import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { type BinTable, parseBinTable } from '../../lib/bin/bin-table';
import { csvRecords } from '../../lib/bin/csv-records';
import { layCsvOver, loadCsvOver } from '../../lib/bin/csv-table';
import { lengthsOf, lookupBin } from '../../lib/bin/lookup-bin';
import { temporaryFolder } from '../helpers/temporary-folder';

const base = parseBinTable(
  Buffer.from(
    [
      '"bin-table 1"',
      '[["中国农业银行","农业银行","Agricultural Bank of China","CN","ABC"],["HSBC","汇丰银行","HSBC","US"]]',
      '[[[0,"debit",null,[19]]],[[0,"debit","Shetab",[16]]]]',
      '[[6,[622848,1,0,627412,1,1]]]',
      '[["UnionPay",[16,17,18,19]],["Visa",[16]],["Mastercard",[16]],["Discover",[16]]]',
      '[[2,[51,5,2,62,1,0]],[1,[4,1,1]]]',
    ].join('\n'),
  ),
);
const pan = (prefix: string, length = 16) => prefix.padEnd(length, '0');
const over = (...lines: string[]) => layCsvOver(lines.join('\n'), base);

describe('headers of the public lists', () => {
  test('binlist-data', () => {
    const { table, report } = over(
      'bin,brand,type,category,issuer,alpha_2,alpha_3,country,latitude,longitude,bank_phone,bank_url',
      '457173,VISA,DEBIT,CLASSIC,"JYSKE BANK, A/S",DK,DNK,DENMARK,56.26392,9.501785,,',
      '400001,VISA,DEBIT,PREPAID RELOADABLE,,US,USA,UNITED STATES,37,-95,,',
    );
    expect(report).toEqual({ rows: 2, malformed: [], untyped: [] });
    expect(lookupBin(table, pan('457173'))).toEqual({
      bin: '457173',
      scheme: 'Visa',
      issuer: { name: 'JYSKE BANK, A/S', shortName: 'JYSKE BANK, A/S', nameEn: 'JYSKE BANK, A/S', country: 'DK' },
      issuerKnown: true,
      type: 'debit',
      lengths: [16],
      lengthsAreOwn: false,
      lengthMatches: true,
    });
    expect(lookupBin(table, pan('400001'))).toMatchObject({ bin: '400001', issuer: null, type: 'prepaid' });
  });

  test('the one with isoCode2, in another case and order, with a byte order mark and CRLF', () => {
    const csv =
      '\ufeffIssuer,BIN,Brand,Type,Category,IssuerPhone,IssuerUrl,isoCode2,isoCode3,CountryName\r\nABC Bank,510510,MASTERCARD,CREDIT,,,,my,MYS,MALAYSIA\r\n';
    const { table } = layCsvOver(csv, base);
    expect(lookupBin(table, pan('510510'))).toMatchObject({
      scheme: 'Mastercard',
      issuer: { name: 'ABC Bank', country: 'MY' },
      type: 'credit',
      lengths: [16],
      lengthMatches: true,
    });
  });

  test('semicolons, as Excel writes them where numbers have commas', () => {
    const { table, report } = layCsvOver('bin;brand;issuer\r\n510510;MASTERCARD;"Sparkasse; Nord, Süd"\r\n', base);
    expect(report).toEqual({ rows: 1, malformed: [], untyped: [] });
    expect(lookupBin(table, pan('510510'))).toMatchObject({ scheme: 'Mastercard', issuer: { name: 'Sparkasse; Nord, Süd' } });
  });

  test('a header with one of them within a name has commas', () => {
    for (const csv of ['bin,"a;b",issuer\n510510,x,A\n', '"a;b",bin,issuer\nx,510510,A\n']) {
      expect(lookupBin(layCsvOver(csv, base).table, pan('510510'))).toMatchObject({ issuer: { name: 'A' } });
    }
  });

  test('ranges of binlist.net', () => {
    const { table } = over(
      'iin_start,iin_end,number_length,number_luhn,scheme,brand,type,prepaid,country,bank_name,bank_logo,bank_url,bank_phone,bank_city',
      '45717360,45717369,16,y,visa,Visa Classic,debit,n,DK,Jyske Bank,,,,',
      '601100,601103,16,y,discover,,credit,,US,,,,,',
      '401795,,16,y,visa,,debit,y,ZA,,,,,',
    );
    expect(lookupBin(table, pan('45717365'))).toMatchObject({ bin: '45717365', scheme: 'Visa', issuer: { name: 'Jyske Bank' } });
    expect(lookupBin(table, pan('45717370'))).toMatchObject({ bin: '4', issuer: null });
    expect(lookupBin(table, pan('601103'))).toMatchObject({ bin: '601103', scheme: 'Discover', type: 'credit' });
    expect(lookupBin(table, pan('601104'))).toBeNull();
    expect(lookupBin(table, pan('401795'))?.type).toBe('prepaid');
  });

  test.each(['', 'name,country\nx,CN', '"bin\n457173'])('a header without a BIN column is refused: %j', (csv) => {
    expect(() => layCsvOver(csv, base)).toThrow('no column bin');
  });
});

test('a scheme is spelled as the table does, by its name in any case or another one of its names; one that the table lacks as the list does', () => {
  const rows = ['622848,unionpay', '627412,SHETAB', '400001,Visa Electron', '510510,CUP', '700000,LocalPay'];
  const { table } = over('bin,brand', ...rows);
  const schemes = rows.map((row) => lookupBin(table, pan(row.slice(0, 6)))?.scheme);
  expect(schemes).toEqual(['UnionPay', 'Shetab', 'Visa', 'UnionPay', 'LocalPay']);
});

test('words that JavaScript knows are none of brands and types', () => {
  const { table } = over('bin,brand,type', '622848,constructor,toString');
  expect(lookupBin(table, pan('622848', 19))).toMatchObject({ scheme: 'constructor', type: 'debit' });
});

describe('precedence', () => {
  test('a row wins over the table, and what it leaves open falls through', () => {
    const { table } = over('bin,brand,type,issuer,alpha_2', '622848,,CREDIT,,');
    expect(lookupBin(table, pan('622848', 19))).toMatchObject({
      scheme: 'UnionPay',
      issuer: { shortName: '农业银行' },
      type: 'credit',
    });
    const renamed = over('bin,brand,type,issuer,alpha_2', '622848,,,Other Bank,CN').table;
    expect(lookupBin(renamed, pan('622848', 19))).toMatchObject({ issuer: { name: 'Other Bank' }, type: 'debit' });
  });

  test('a row without a length has the table’s', () => {
    const { table } = over('bin,type,issuer', '622848,CREDIT,Other Bank');
    expect(lookupBin(table, pan('622848', 19))).toMatchObject({ issuer: { name: 'Other Bank' }, lengths: [19], lengthMatches: true });
    expect(lookupBin(table, pan('622848', 16))).toMatchObject({ issuer: { name: 'Other Bank' }, lengths: [19], lengthMatches: false });
  });

  test('a row of another length gives way to the table', () => {
    const { table } = over('bin,number_length,type,issuer', '622848,16,CREDIT,Other Bank');
    expect(lookupBin(table, pan('622848', 19))).toMatchObject({ issuer: { shortName: '农业银行' }, type: 'debit', lengthMatches: true });
    expect(lookupBin(table, pan('622848', 16))).toMatchObject({ issuer: { name: 'Other Bank' }, type: 'credit', lengthMatches: true });
    expect(lookupBin(table, pan('622848', 17))).toMatchObject({ issuer: { name: 'Other Bank' }, lengthMatches: false });
  });

  test('the table fills in what a row leaves open only if it has that length, too', () => {
    const named = over('bin,number_length,type,issuer', '622848,16,,Other Bank').table;
    expect(lookupBin(named, pan('622848', 16))).toMatchObject({ issuer: { name: 'Other Bank' }, type: 'unknown', lengthMatches: true });
    const typed = over('bin,number_length,type,issuer', '622848,16,CREDIT,').table;
    expect(lookupBin(typed, pan('622848', 16))).toMatchObject({ issuer: null, type: 'credit', lengthMatches: true });
  });

  test('numbers may have the length of a row, or that of the table', () => {
    expect(lengthsOf(over('bin,number_length,issuer', '622848,16,Other Bank').table, '622848')).toEqual([16, 19]);
  });

  test('the later of two rows for one prefix and length counts', () => {
    const { table } = over('bin,number_length,issuer', '400000,16,A', '400000,16,B', '400000,19,C');
    expect(lookupBin(table, pan('400000', 16))?.issuer?.name).toBe('B');
    expect(lookupBin(table, pan('400000', 19))?.issuer?.name).toBe('C');
  });

  test('numbers that begin alike may have several lengths, whichever this one has', () => {
    const { table } = over('bin,number_length,issuer', '400000,19,A', '400000,16,B', '4000,13,C');
    for (const length of [16, 17, 19]) expect(lengthsOf(table, pan('400000', length))).toEqual([16, 19]);
    expect(lengthsOf(table, pan('400001'))).toEqual([13]);
    expect(lengthsOf(table, pan('622848', 16))).toEqual([19]);
    expect(lengthsOf(table, pan('000000'))).toEqual([]);
    expect(lengthsOf(table, '4?00')).toEqual([]);
  });

  test('one with a length wins over one without, whichever comes later', () => {
    for (const rows of [
      ['400000,16,A', '400000,,B'],
      ['400000,,B', '400000,16,A'],
    ]) {
      const { table } = over('bin,number_length,issuer', ...rows);
      expect(lookupBin(table, pan('400000', 16))?.issuer?.name).toBe('A');
    }
  });

  test.each([
    ['457173,457173,Inner', '400000,499999,Outer', '457173', '457174'],
    // both are kept as the prefix 4000001
    ['40000010,40000019,Inner', '40000000,40000029,Outer', '40000012', '40000022'],
  ])('a range inside a range wins over it, whichever comes later: %s', (inner, outer, within, beside) => {
    for (const rows of [
      [inner, outer],
      [outer, inner],
    ]) {
      const { table } = over('iin_start,iin_end,issuer', ...rows);
      expect(lookupBin(table, pan(within))).toMatchObject({ bin: within, issuer: { name: 'Inner' } });
      expect(lookupBin(table, pan(beside))).toMatchObject({ bin: beside, issuer: { name: 'Outer' } });
    }
  });

  test('a new BIN is known to the prior', () => {
    const isKnown = (table: BinTable) => lookupBin(table, pan('400000'))?.issuerKnown;
    expect(isKnown(base)).toBe(false);
    expect(isKnown(over('bin,issuer', '400000,A').table)).toBe(true);
    expect(isKnown(over('bin,type', '400000,DEBIT').table)).toBe(false);
  });
});

test.each([
  ['AGRICULTURAL BANK OF CHINA LIMITED', 'CN', '农业银行'],
  ['The Agricultural Bank of China, Ltd.', '', '农业银行'],
  ['中国农业银行', 'CN', '农业银行'],
  ['HSBC', 'US', '汇丰银行'],
  ['HSBC', 'TR', 'HSBC'],
])('an issuer written %s (%s) is printed %s', (issuer, country, shortName) => {
  const { table } = over('bin,issuer,alpha_2', `400000,"${issuer}",${country}`);
  expect(lookupBin(table, pan('400000'))?.issuer?.shortName).toBe(shortName);
});

test.each([
  ['DC', 'debit'],
  ['CC', 'credit'],
  ['SCC', 'semi-credit'],
  ['PC', 'prepaid'],
  ['CHARGE CARD', 'credit'],
  ['debit', 'debit'],
  ['Debit Card', 'debit'],
  ['credit card', 'credit'],
  ['DEBIT OR CREDIT', 'unknown'],
])('a type written %s is %s', (written, type) => {
  expect(lookupBin(over('bin,type', `400000,${written}`).table, pan('400000'))?.type).toBe(type);
});

test('a row with a type that is not known is taken without it, and reported', () => {
  const { table, report } = over(
    'bin,type,category,issuer',
    '400000,,,A',
    '400001,Debitcrd,,B',
    '400002,Geschenk,PREPAID,C',
    '4,借记卡,,D',
    '400003,借记卡,,E',
  );
  expect(report).toEqual({ rows: 4, malformed: [{ line: 5, problem: 'bin' }], untyped: [3, 6] });
  expect(lookupBin(table, pan('400001'))).toMatchObject({ issuer: { name: 'B' }, type: 'unknown' });
});

describe('malformed rows', () => {
  test.each([
    ['11', 1],
    ['12', 0],
    ['19', 0],
    ['20', 0],
    ['21', 1],
  ])('a number of %s digits is one that a card may have, or the row is malformed', (length, malformed) => {
    expect(over('iin_start,number_length,issuer', `400000,${length},A`).report.malformed).toHaveLength(malformed);
  });

  test('are left out and reported by line', () => {
    const { table, report } = over(
      'iin_start,iin_end,number_length,issuer',
      '400000,,16,A',
      '40000X,,16,A',
      '',
      '400002,400001,16,A',
      '400002,4000020,16,A',
      '400003,,160,A',
      '400004,,16,A, B',
      '400005,,16',
      '400006,,16,"A',
      '400007,,16,"A"B',
      '400008,,16,B',
    );
    expect(report).toEqual({
      rows: 2,
      untyped: [],
      malformed: [
        { line: 3, problem: 'bin' },
        { line: 5, problem: 'range' },
        { line: 6, problem: 'range' },
        { line: 7, problem: 'length' },
        { line: 8, problem: 'columns' },
        { line: 9, problem: 'columns' },
        { line: 10, problem: 'quotes' },
        { line: 11, problem: 'quotes' },
      ],
    });
    expect(lookupBin(table, pan('400008'))?.issuer?.name).toBe('B');
  });

  test('a name that answers could not hold', () => {
    const { report } = over(
      'bin,issuer,scheme',
      `400000,${'x'.repeat(200)},${'y'.repeat(200)}`,
      `400000,${'x'.repeat(201)},`,
      `400000,,${'y'.repeat(201)}`,
    );
    expect(report).toMatchObject({
      rows: 1,
      malformed: [
        { line: 3, problem: 'name' },
        { line: 4, problem: 'name' },
      ],
    });
  });
});

const folder = temporaryFolder();
test('a list is read from its file', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  try {
    await writeFile(join(folder, 'list.csv'), 'bin,issuer\n400000,A\n');
    expect(lookupBin(await loadCsvOver(join(folder, 'list.csv'), base), pan('400000'))?.issuer?.name).toBe('A');
    expect(warned).not.toHaveBeenCalled();
    await writeFile(join(folder, 'some.csv'), 'bin,issuer\n400000,A,\n400001,B\n4,C\n');
    expect(lookupBin(await loadCsvOver(join(folder, 'some.csv'), base), pan('400001'))?.issuer?.name).toBe('B');
    expect(warned.mock.calls).toEqual([
      [
        `${join(folder, 'some.csv')}: 2 of 3 rows of the BIN list are left out, the first is line 2: it has not as many fields as the header`,
        'BinListWarning',
      ],
    ]);
    warned.mockClear();
    await writeFile(join(folder, 'types.csv'), 'bin,type,issuer\n4,debit,A\n400000,debit,B\n400001,debitt,C\n400002,x,D\n');
    expect(lookupBin(await loadCsvOver(join(folder, 'types.csv'), base), pan('400001'))?.issuer?.name).toBe('C');
    expect(warned.mock.calls.map(([message]) => message)).toEqual([
      `${join(folder, 'types.csv')}: 1 of 4 rows of the BIN list are left out, the first is line 2: its BIN has not 2 to 12 digits`,
      `${join(folder, 'types.csv')}: 2 of 4 rows of the BIN list have a type that is not known, and are taken without it, the first is line 4`,
    ]);
    await writeFile(join(folder, 'commas.csv'), 'bin,issuer\n400000,A,\n');
    await expect(loadCsvOver(join(folder, 'commas.csv'), base)).rejects.toThrow(
      'no row of the BIN list can be read: line 2: it has not as many',
    );
    // the second one as some programs end lines
    for (const text of ['bin,issuer\n', 'bin,issuer\r400000,A\r']) {
      await writeFile(join(folder, 'none.csv'), text);
      await expect(loadCsvOver(join(folder, 'none.csv'), base)).rejects.toThrow(
        'no row of the BIN list can be read: nothing follows the header',
      );
    }
  } finally {
    warned.mockRestore();
  }
});

test.each([
  ['GBK', Buffer.concat([Buffer.from('bin,issuer\n400000,'), Buffer.from([0xc4, 0xfa, 0x0a])])],
  ['Windows-1252', Buffer.from('bin,issuer\n400000,Crédit\n', 'latin1')],
  ['UTF-16', Buffer.from('\ufeffbin,issuer\n400000,A\n', 'utf16le')],
])('a list in %s is refused: its names would be garbled', async (_, bytes) => {
  const file = join(folder, 'encoded.csv');
  await writeFile(file, bytes);
  await expect(loadCsvOver(file, base)).rejects.toThrow('the BIN list is not UTF-8: save it as "CSV UTF-8"');
});

describe('csvRecords', () => {
  test('quoted fields hold commas, quotes and line breaks; lines are counted past them', () => {
    expect([...csvRecords('a,"b,""c""\r\nd",\r\n\n"",e')]).toEqual([
      { line: 1, fields: ['a', 'b,"c"\r\nd', ''] },
      { line: 4, fields: ['', 'e'] },
    ]);
  });

  test('what is written by the rules is read back', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '中', ' ') });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (written, newline) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = written.map((row) => row.map(quoted).join(',')).join(newline);
        expect([...csvRecords(text)].map(({ fields }) => fields)).toEqual(written);
      }),
    );
  });

  test('any text is read to its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), (text) => {
        const lines = [...csvRecords(text)].map(({ line }) => line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
        expect(Math.max(1, ...lines)).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });
});

test('a range matches exactly the numbers inside it', () => {
  const range = fc.integer({ min: 2, max: 8 }).chain((digits) => {
    const bound = fc.integer({ min: 0, max: 10 ** digits - 1 });
    return fc.tuple(bound, bound).map(([a, b]) => [Math.min(a, b), Math.max(a, b)].map((n) => String(n).padStart(digits, '0')));
  });
  fc.assert(
    fc.property(range, fc.stringMatching(/^\d{16}$/), fc.boolean(), ([start = '', end = ''], number, near) => {
      const digits = start.length;
      const probes = near ? [-1, 0, 1].flatMap((d) => [Number(start) + d, Number(end) + d]).filter((n) => n >= 0 && n < 10 ** digits) : [];
      const { table } = over('iin_start,iin_end,issuer', `${start},${end},A`);
      for (const head of [number.slice(0, digits), ...probes.map((n) => String(n).padStart(digits, '0'))]) {
        const issuer = lookupBin(table, head + number.slice(digits))?.issuer?.name ?? null;
        const before = lookupBin(base, head + number.slice(digits))?.issuer?.name ?? null;
        expect(issuer).toBe(head >= start && head <= end ? 'A' : before);
      }
    }),
    { numRuns: 500 },
  );
});
