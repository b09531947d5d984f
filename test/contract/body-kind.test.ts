import { headOf, isForm, isJson, isPicture, isReadable } from '../../lib/contract/body-kind';
import { formatFixture, listFormats } from '../helpers/fixtures';

test.each(listFormats())('%s is a picture, and no text', (name) => {
  const bytes = formatFixture(name);
  expect(isPicture(bytes)).toBe(true);
  expect(isPicture(new Uint8Array(bytes))).toBe(true);
  expect(isReadable(headOf(bytes))).toBe(false);
});

test.each(['{"image":"BM"}', 'image=/9j/', 'AAAAftyp', '', 'GIF', 'RIF'])('%j is none', (text) => {
  expect(isPicture(Buffer.from(text))).toBe(text === 'AAAAftyp');
});

test.each<[string, boolean, boolean]>([
  ['{"image":""}', true, false],
  [' \n[', true, false],
  ['\uFEFF{', true, false],
  ['"text"', true, false],
  ['image=', false, true],
  ['\r\nconfigure={}', false, true],
  ['images=', false, false],
  ['true', false, false],
  ['', false, false],
])('%j: JSON %s, form %s', (text, json, form) => {
  expect([isJson(text), isForm(text)]).toEqual([json, form]);
});

test('a head that ends within a letter is readable', () => {
  expect(isReadable(headOf(Buffer.from('卡'.repeat(1000))))).toBe(true);
  expect(isReadable(headOf(Buffer.from([0x41, 0xff, 0x41])))).toBe(false);
  expect(isReadable('a\0b')).toBe(false);
});
