import { isLuhnValid } from '../../../../lib/card/luhn';
import { allSecrets, leaksIn } from '../../../../scripts/measure/torture/leak-finder';
import { secretsOf } from '../../../../scripts/measure/torture/secrets';
import { formatFixture } from '../../../helpers/fixtures';

const secrets = secretsOf(5);
const picture = formatFixture('rgb.jpg');
const sought = allSecrets(secrets, [picture]);
const [number, code, query] = [secrets.numbers[3]!, secrets.codes[2]!, secrets.queries[1]!];
const grouped = (between: string): string => number.replace(/.{4}(?=.)/g, `$&${between}`);
const kindsIn = (text: string): string[] => [...new Set(leaksIn(text, sought).map(({ kind }) => kind))];
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const escaped = (text: string): string => [...text].map((sign) => `\\u00${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

test('the secrets of a seed are the same, and each number passes the check', () => {
  expect(secretsOf(5)).toEqual(secrets);
  expect(secretsOf(6).numbers).not.toEqual(secrets.numbers);
  expect(secrets.numbers.every(isLuhnValid)).toBe(true);
});

test.each([
  ['bare', number],
  ['spaced', grouped(' ')],
  ['hyphenated', grouped('-')],
  ['with no-break spaces', grouped('\u00a0')],
  ['in JSON', `{"a":"x${number}y"}`],
  ['in base64', base64(number)],
  ['in base64, one behind', base64(`x${number}`)],
  ['in base64, two behind', base64(`{"${grouped(' ')}"}`)],
  ['in URL-safe base64', Buffer.from(`\xfb\xff${number}`, 'latin1').toString('base64url')],
  ['in base64 of base64', base64(base64(number))],
  ['percent-encoded', encodeURIComponent(grouped(' '))],
  ['percent-encoded, every digit', [...number].map((digit) => `%3${digit}`).join('')],
  ['in escapes of JSON', escaped(number)],
  ['in hex', Buffer.from(number).toString('hex')],
])('a number %s is found', (_, text) => {
  expect(kindsIn(`before ${text} after`)).toEqual(['number']);
});

test.each([
  ['code', code, 'code'],
  ['code in base64', base64(`APPCODE ${code}`), 'code'],
  ['query', `https://host/card?token=${query}&x=1`, 'query'],
  ['query in base64 of an encoded URL', base64(encodeURIComponent(`https://host/card?token=${query}`)), 'query'],
  ['picture', picture.toString('latin1', 100, 200), 'picture'],
  ['picture in base64', picture.toString('base64'), 'picture'],
  ['piece of a picture in base64', picture.toString('base64', 470, 520), 'picture'],
])('a %s is found', (_, text, kind) => {
  expect(kindsIn(`before ${text} after`)).toEqual([kind]);
});

test.each([
  ['nothing', ''],
  ['a masked number', `${number.slice(0, 6)}******${number.slice(-4)}`],
  ['a line of the log', '{"level":"info","requestId":"20261125184226_0123456789abcdef0123456789abcdef","status":462,"ms":12}'],
  ['another picture', formatFixture('rgb.png').toString('base64')],
])('none is found in %s', (_, text) => {
  expect(kindsIn(text)).toEqual([]);
});
