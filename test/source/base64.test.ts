import fc from 'fast-check';
import { decodeBase64 } from '../../lib/source/base64';
import { anyText } from '../helpers/any-text';
import { errorCode } from '../helpers/error-code';

const NO_LIMIT = Number.POSITIVE_INFINITY;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';
const WHITE = [' ', '\t', '\n', '\v', '\f', '\r'];

const codeOf = (text: string, limitBytes = NO_LIMIT) => errorCode(() => decodeBase64(text, { limitBytes }));
const decoded = async (text: string): Promise<string> => Buffer.from(await decodeBase64(text, { limitBytes: NO_LIMIT })).toString('hex');

/** Text of some bytes, each `+` and `/` in either alphabet. */
const encoded = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.infiniteStream(fc.boolean())).map(([bytes, coins]) => ({
  bytes,
  text: Buffer.from(bytes)
    .toString('base64')
    .replace(/[+/]/g, (letter) => (coins.next().value ? letter : letter === '+' ? '-' : '_')),
}));
const white = fc.string({ unit: fc.constantFrom(...WHITE), maxLength: 3 });

describe('good text', () => {
  test.each([
    ['AAECAw==', '00010203'],
    ['AAEC', '000102'],
    ['AAE=', '0001'],
    ['+/-_', 'fbffbf'],
    [' A\nA\r\nE\t=\v\f', '0001'],
    ['AA = =', '00'],
  ])('%j', async (text, hex) => {
    expect(await decoded(text)).toBe(hex);
  });

  test('bits left over may be anything', async () => {
    expect(await decoded('AB==')).toBe('00');
    expect(await decoded('AAF=')).toBe('0001');
  });

  test('round trip: any bytes, white space anywhere, both alphabets mixed', async () => {
    await fc.assert(
      fc.asyncProperty(encoded, fc.infiniteStream(white), async ({ bytes, text }, gaps) => {
        fc.pre(bytes.length > 0);
        const spaced = gaps.next().value + [...text].map((letter) => letter + gaps.next().value).join('');
        expect(Buffer.from(await decodeBase64(spaced, { limitBytes: bytes.length })).equals(bytes)).toBe(true);
      }),
    );
  });

  test('of 8 MB', async () => {
    const bytes = Buffer.alloc(6 * 1024 * 1024, 'any bytes');
    const text = bytes.toString('base64');
    expect(bytes.equals(await decodeBase64(text, { limitBytes: bytes.length }))).toBe(true);
    expect(bytes.equals(await decodeBase64(text.replace(/.{76}/g, '$&\r\n'), { limitBytes: bytes.length }))).toBe(true);
  });
});

describe('bad text', () => {
  test.each([
    ['', 'IMAGE_EMPTY'],
    [' \r\n', 'IMAGE_EMPTY'],
    ['A', 'BASE64_PADDING'],
    ['AA', 'BASE64_PADDING'],
    ['AAA', 'BASE64_PADDING'],
    ['AAAAA', 'BASE64_PADDING'],
    ['AA=', 'BASE64_PADDING'],
    ['AAAA=', 'BASE64_PADDING'],
    ['=', 'BASE64_PADDING'],
    ['!', 'BASE64_PADDING'],
    ['AA A', 'BASE64_PADDING'],
    ['AAA!', 'BASE64_ALPHABET'],
    ['!AAA', 'BASE64_ALPHABET'],
    ['A=AA', 'BASE64_ALPHABET'],
    ['=AAA', 'BASE64_ALPHABET'],
    ['AA==AAAA', 'BASE64_ALPHABET'],
    ['AA= =AAAA', 'BASE64_ALPHABET'],
    ['AA=!', 'BASE64_ALPHABET'],
    ['A=!=', 'BASE64_ALPHABET'],
    ['AA\u00a0A', 'BASE64_ALPHABET'],
    ['AAA\u0000', 'BASE64_ALPHABET'],
    ['AA卡A', 'BASE64_ALPHABET'],
    // its low byte is a letter's
    ['AAA\u0141', 'BASE64_ALPHABET'],
    ['AA\ud83d\udcb3', 'BASE64_ALPHABET'],
    ['http:AAA', 'BASE64_ALPHABET'],
    ['A===', 'BASE64_FAILED'],
    ['====', 'BASE64_FAILED'],
    ['AAAA====', 'BASE64_FAILED'],
    ['AAAAA===', 'BASE64_FAILED'],
    ['= = = =', 'BASE64_FAILED'],
  ])('%j', async (text, code) => {
    expect(await codeOf(text)).toBe(code);
  });

  test('one character put in its place', async () => {
    const foreign = anyText({ minLength: 1, maxLength: 1 }).filter((c) => ![...ALPHABET, ...WHITE, '='].includes(c));
    await fc.assert(
      fc.asyncProperty(encoded, fc.nat(), foreign, async ({ text }, at, letter) => {
        fc.pre(text.length > 0);
        const i = at % text.length;
        const broken = text.slice(0, i) + letter + text.slice(i + 1);
        // one beyond the basic plane is two UTF-16 units long
        expect(await codeOf(broken)).toBe(letter.length === 1 ? 'BASE64_ALPHABET' : 'BASE64_PADDING');
      }),
    );
  });

  test('a letter turned into =', async () => {
    await fc.assert(
      fc.asyncProperty(encoded, fc.nat(), async ({ text }, at) => {
        fc.pre(text.length > 0);
        const i = at % text.length;
        const broken = `${text.slice(0, i)}=${text.slice(i + 1)}`;
        const padding = /=*$/.exec(broken)![0].length;
        const isInside = broken.slice(0, broken.length - padding).includes('=');
        expect(await codeOf(broken)).toBe(isInside ? 'BASE64_ALPHABET' : padding > 2 ? 'BASE64_FAILED' : null);
      }),
    );
  });

  test('a character lost or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(encoded, fc.nat(), fc.boolean(), async ({ text }, at, isLost) => {
        fc.pre(text.length > 0);
        const i = at % text.length;
        const broken = text.slice(0, i) + (isLost ? '' : text.charAt(i).repeat(2)) + text.slice(i + 1);
        expect(await codeOf(broken)).toBe('BASE64_PADDING');
      }),
    );
  });
});

describe('the limit', () => {
  test.each([
    ['AAECAw==', 4, null],
    ['AAECAw==', 3, 'PAYLOAD_TOO_LARGE'],
    ['AAEC', 3, null],
    ['AAEC', 2, 'PAYLOAD_TOO_LARGE'],
    [' A A \n E C ', 3, null],
  ])('%j against %d bytes', async (text, limitBytes, code) => {
    expect(await codeOf(text, limitBytes)).toBe(code);
  });

  test('comes after the form', async () => {
    expect(await codeOf('AAAAA', 1)).toBe('BASE64_PADDING');
    expect(await codeOf('AAAAAAA!', 1)).toBe('BASE64_ALPHABET');
    expect(await codeOf('AAAAA===', 1)).toBe('BASE64_FAILED');
  });
});
