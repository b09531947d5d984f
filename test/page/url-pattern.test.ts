import { readFileSync } from 'node:fs';
import path from 'node:path';

const page = readFileSync(path.resolve(__dirname, '../../page/index.html'), 'utf8');
/** As browsers take it: https://html.spec.whatwg.org/multipage/input.html#the-pattern-attribute */
const pattern = new RegExp(`^(?:${/<input id="picture-url"[^>]* pattern="([^"]*)"/.exec(page)![1]!})$`, 'v');

test.each([
  'https://a.example/1.jpg',
  'http://a',
  'HTTPS://A.example',
  'Http://a',
  's3://cards/1.jpg',
  'S3://cards/a b',
  ' https://a ',
  '\thttps://a',
])('the field takes %j', (url) => expect(url).toMatch(pattern));

test.each(['', ' ', 'a.example', 'https:', 'https://', 'ftp://a', 'file:///a', 'data:image/png;base64,', 'javascript://a', 'xhttps://a'])(
  'the field does not take %j',
  (url) => expect(url).not.toMatch(pattern),
);
