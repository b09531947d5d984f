import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { csvRecords } from '../../../../lib/bin/csv-records';
import { type FormatName, RECORD_FORMATS } from '../../../../scripts/cli/batch/record-format';
import { anyText } from '../../../helpers/any-text';
import { pictureRecord } from '../../../helpers/picture-records';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const NAMES: readonly FormatName[] = ['jsonl', 'csv'];

test('JSONL: a line is the record', () => {
  const record = pictureRecord();
  const line = RECORD_FORMATS.jsonl.write(record);
  expect(line).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(line)).toEqual(record);
  expect(line.startsWith(RECORD_FORMATS.jsonl.recordHead)).toBe(true);
});

test('CSV: a line has a field for each name of the header', () => {
  const { head, write } = RECORD_FORMATS.csv;
  expect(head).toBe(
    '\ufefffile,status,code,message,pan,panGrouped,expiry,validFrom,issuer,type,scheme,luhnValid,confidence,warnings,quality,card,cards,ms\r\n',
  );
  expect(write(pictureRecord())).toBe(
    'card.jpg,200,,,424242******4242,4242 42** **** 4242,"=""12/30""",,工商银行,credit,Visa,true,0.99,expired glare,80,1,1,12.3\r\n',
  );
});

test.each([
  ['a,b.jpg', '"a,b.jpg"'],
  ['a"b.jpg', '"a""b.jpg"'],
  ['a\nb.jpg', '"a\nb.jpg"'],
  ['=1+1.jpg', "'=1+1.jpg"],
  ['+1.jpg', "'+1.jpg"],
  ['-1.jpg', "'-1.jpg"],
  ['2026-11-26', '"=""2026-11-26"""'],
  ['1e9', '"=""1e9"""'],
  ['card 1', 'card 1'],
  ['@SUM(A1).jpg', "'@SUM(A1).jpg"],
  ['\t=1', '"\'\t=1"'],
  ['x;=1+1;y.jpg', '"x;=1+1;y.jpg"'],
  ['x\t=1+1', '"x\t=1+1"'],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("http://x","y").jpg', '"\'=HYPERLINK(""http://x"",""y"").jpg"'],
  ["'=1", "''=1"],
])('CSV: %j is no formula and breaks no field', (file, field) => {
  expect(RECORD_FORMATS.csv.write(pictureRecord({ file })).startsWith(`${field},200,`)).toBe(true);
});

test('CSV: nor is a bank’s name of an operator’s table; numbers stay numbers', () => {
  const [record] = csvRecords(RECORD_FORMATS.csv.write(pictureRecord({ issuer: '=cmd|x', confidence: -0.5 })));
  expect([record?.fields?.[8], record?.fields?.[12]]).toEqual(["'=cmd|x", '-0.5']);
});

test.each(NAMES)('%s: any name is read as it was written', (name) => {
  const { write, read } = RECORD_FORMATS[name];
  fc.assert(
    fc.property(anyText({ minLength: 1 }), fc.integer({ min: 200, max: 599 }), (file, status) => {
      expect(read(write(pictureRecord({ file, status })))).toEqual({ file, status, cards: 1, isMasked: true });
    }),
    {
      examples: [
        ['a;b.jpg', 200],
        ['\ufeffa.jpg', 200],
      ],
    },
  );
});

test.each([
  ['jsonl', '{"file":"a.jpg"}\n'],
  ['jsonl', '{"file":1,"status":200}\n'],
  ['jsonl', 'null\n'],
  ['jsonl', 'a.jpg,200\n'],
  ['csv', 'a.jpg,200\r\n'],
  ['csv', `a.jpg,ok${','.repeat(15)}\r\n`],
  ['csv', '{"file":"a.jpg","status":200}\n'],
] as const)('%s: %j was not written by a batch', (name, text) => {
  expect(RECORD_FORMATS[name].read(text)).toBeNull();
});

test.each(NAMES)('%s: whether a number is masked is told by it', (name) => {
  const { write, read } = RECORD_FORMATS[name];
  expect(read(write(pictureRecord({ pan: '4242424242424242' })))).toMatchObject({ isMasked: false });
  expect(read(write(pictureRecord({ pan: '424242******4242', cards: 3 })))).toMatchObject({ isMasked: true, cards: 3 });
  expect(read(write(pictureRecord({ pan: null, cards: 0 })))).toMatchObject({ isMasked: null, cards: 0 });
});

const ssconvert = spawnSync('ssconvert', ['--version']).status === 0;

const folder = temporaryFolder();
(ssconvert ? test : test.skip)('CSV: in a spreadsheet, numbers and dates are the text that they were', () => {
  const { head, write } = RECORD_FORMATS.csv;
  const whole = pictureRecord({
    file: '卡 1.jpg',
    pan: '6212345678900000003',
    panGrouped: '621234 5678900000003',
    expiry: '08/31',
    validFrom: '09/26',
  });
  const files = ['2026-11-26', '1e9', '=1+1.jpg', "'=1", 'a,"b".jpg', '0012'];
  writeFileSync(path.join(folder, 'in.csv'), head + [whole, ...files.map((file) => pictureRecord({ file }))].map(write).join(''));
  execFileSync('ssconvert', [path.join(folder, 'in.csv'), path.join(folder, 'out.csv')], { stdio: 'ignore' });
  const [names, first, ...others] = [...csvRecords(readFileSync(path.join(folder, 'out.csv'), 'utf8'))].map(({ fields }) => fields!);
  expect(names![0]).toBe('file');
  const cell = (name: string): string | undefined => first![names!.indexOf(name)];
  expect(['file', 'pan', 'panGrouped', 'expiry', 'validFrom', 'issuer', 'confidence'].map(cell)).toEqual([
    '卡 1.jpg',
    '6212345678900000003',
    '621234 5678900000003',
    '08/31',
    '09/26',
    '工商银行',
    '0.99',
  ]);
  expect(others.map(([file]) => file)).toEqual(files);
});
