import fc from 'fast-check';
import { csvRecords } from '../../../lib/bin/csv-records';
import { type FormatName, RECORD_FORMATS } from '../../../scripts/batch/record-format';
import { pictureRecord } from '../../helpers/picture-records';

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
  expect(head).toBe('file,status,code,message,pan,panGrouped,expiry,bank,type,scheme,luhnValid,confidence,warnings,quality,cards,ms\r\n');
  expect(write(pictureRecord())).toBe(
    'card.jpg,200,,,424242******4242,4242 42** **** 4242,12/30,工商银行,credit,Visa,true,0.99,expired glare,80,1,12.3\r\n',
  );
});

test.each([
  ['a,b.jpg', '"a,b.jpg"'],
  ['a"b.jpg', '"a""b.jpg"'],
  ['a\nb.jpg', '"a\nb.jpg"'],
  ['=1+1.jpg', "'=1+1.jpg"],
  ['+1.jpg', "'+1.jpg"],
  ['-1.jpg', "'-1.jpg"],
  ['@SUM(A1).jpg', "'@SUM(A1).jpg"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("http://x","y").jpg', '"\'=HYPERLINK(""http://x"",""y"").jpg"'],
  ["'=1", "''=1"],
])('CSV: %j is no formula and breaks no field', (file, field) => {
  expect(RECORD_FORMATS.csv.write(pictureRecord({ file })).startsWith(`${field},200,`)).toBe(true);
});

test('CSV: nor is a bank’s name of an operator’s table; numbers stay numbers', () => {
  const [record] = csvRecords(RECORD_FORMATS.csv.write(pictureRecord({ bank: '=cmd|x', confidence: -0.5 })));
  expect([record?.fields?.[7], record?.fields?.[11]]).toEqual(["'=cmd|x", '-0.5']);
});

test.each(NAMES)('%s: any name is read as it was written', (name) => {
  const { write, read } = RECORD_FORMATS[name];
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.integer({ min: 200, max: 599 }), (file, status) => {
      expect(read(write(pictureRecord({ file, status })))).toEqual({ file, status });
    }),
  );
});

test.each([
  ['jsonl', '{"file":"a.jpg"}\n'],
  ['jsonl', '{"file":1,"status":200}\n'],
  ['jsonl', 'null\n'],
  ['jsonl', 'a.jpg,200\n'],
  ['csv', 'a.jpg,200\r\n'],
  ['csv', `a.jpg,ok${','.repeat(14)}\r\n`],
  ['csv', '{"file":"a.jpg","status":200}\n'],
] as const)('%s: %j was not written by a batch', (name, text) => {
  expect(RECORD_FORMATS[name].read(text)).toBeNull();
});
