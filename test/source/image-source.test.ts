import { imageSourceFrom } from '../../lib/source/image-source';
import { errorCode } from '../helpers/error-code';

const MEGABYTES_10 = 10 * 1024 * 1024;

test.each(['', ' ', '\r\n\t ', '\u00a0\ufeff\u3000'])('%j is empty', async (text) => {
  expect(await errorCode(() => imageSourceFrom(text))).toBe('IMAGE_EMPTY');
});

test.each(['data:image/jpg;base64,AAAA', 'DATA:image/png;base64,AAAA', ' Data:,', 'data://x/y'])('%j has a header', async (text) => {
  expect(await errorCode(() => imageSourceFrom(text))).toBe('BASE64_DATA_HEADER');
});

test.each([
  ['s3://cards/a.jpg', 'cards', 'a.jpg'],
  ['S3://cards/a.jpg', 'cards', 'a.jpg'],
  [' s3://cards/2024/a b%20c?d#e.jpg\n', 'cards', '2024/a b%20c?d#e.jpg'],
  ['s3://cards//a', 'cards', '/a'],
  ['s3://my.cards/a', 'my.cards', 'a'],
  ['s3://cards/', 'cards', ''],
  ['s3://cards', 'cards', ''],
  ['s3:///a', '', 'a'],
  ['s3://', '', ''],
])('%j is an object', (text, bucket, key) => {
  expect(imageSourceFrom(text)).toEqual({ kind: 's3', bucket, key });
});

test.each([
  'http://example.org/a.jpg',
  'https://example.org/a b.jpg?c=d',
  'HTTPS://EXAMPLE.ORG/',
  'http://',
  'file:///etc/passwd',
  'ftp://example.org/a',
  'gopher://x',
  'svn+ssh://x',
])('%j is a URL', (url) => {
  expect(imageSourceFrom(`\n ${url} `)).toEqual({ kind: 'url', url });
});

test.each(['AAAA', '/9j/4AAQ', 'http:AAA', 'http//AAAA', '//example.org/a', '://AAAA', '1http://x', 'AA AA\nAA==', 'data', 's3:AA', '卡'])(
  '%j is taken for base64',
  (text) => {
    expect(imageSourceFrom(text)).toEqual({ kind: 'base64', text });
  },
);

test.each([
  ['letters', 'A'.repeat(MEGABYTES_10)],
  ['a late scheme', `${'a'.repeat(MEGABYTES_10)}://x`],
  ['slashes', '/'.repeat(MEGABYTES_10)],
])('10 MB of %s are no problem', (_, text) => {
  expect(imageSourceFrom(text).kind).toBe('base64');
});
