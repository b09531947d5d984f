import fc from 'fast-check';
import { parseForm } from '../../lib/contract/parse-form';
import { anyText } from '../helpers/any-text';

/** Of each name the first. */
const fieldsOf = async (text: string): Promise<Record<string, string>> => Object.fromEntries((await parseForm(text)).reverse());

test.each<[string, Record<string, string>]>([
  ['image=AAAA', { image: 'AAAA' }],
  ['image=AA%2BA', { image: 'AA+A' }],
  ['image=AA%2bA', { image: 'AA+A' }],
  ['image=AA+A', { image: 'AA+A' }],
  ['image=AA A', { image: 'AA+A' }],
  ['image=AA  A', { image: 'AA++A' }],
  ['image=AA%20A', { image: 'AA A' }],
  ['image=AA%0D%0AAA', { image: 'AA\r\nAA' }],
  ['image=AA%3D%3D', { image: 'AA==' }],
  ['image=AA==', { image: 'AA==' }],
  ['image=%2F9j%2F', { image: '/9j/' }],
  ['image=http%3A%2F%2Fx%2Fa.jpg%3Fb%3D1%26c%3D2', { image: 'http://x/a.jpg?b=1&c=2' }],
  ['image=%E5%8D%A1', { image: '卡' }],
  ['image=', { image: '' }],
  ['image', { image: '' }],
  ['', {}],
  ['&&=x&', {}],
  ['  image=AAAA\r\n', { image: 'AAAA' }],
  ['\ufeffimage=AAAA', { image: 'AAAA' }],
  ['configure=%7B%7D&image=AAAA&other=1', { configure: '{}', image: 'AAAA', other: '1' }],
  ['constructor=1&__proto__=2', { constructor: '1', ['__proto__']: '2' }],
])('the fields of %j', async (text, fields) => {
  expect(await fieldsOf(text)).toEqual(fields);
});

test.each([
  ['m%61sk=true', 'mask', 'true'],
  ['%4d%41%53%4B=1', 'MASK', '1'],
  ['c%6Fnfigure=%7B%7D', 'configure', '{}'],
  ['im%61ge=AA+A', 'image', 'AA+A'],
  ['my+name=1', 'my name', '1'],
  ['mask%=1', 'mask%', '1'],
  ['%zz=1', '%zz', '1'],
  ['m%FFsk=1', 'm%FFsk', '1'],
])('a name is decoded, too, or left as it is: %s', async (text, name, value) => {
  expect(await parseForm(text)).toEqual([[name, value]]);
});

test.each(['s3://cards/my card+1.jpg', 'https://cards.example/a b.jpg?c=d+e', 'S3://cards/a  b'])(
  'a URL by an encoder: %s',
  async (image) => {
    for (const text of [new URLSearchParams({ image }).toString(), `image=${encodeURIComponent(image)}`]) {
      expect(await fieldsOf(text)).toEqual({ image });
      expect(await fieldsOf(text.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()))).toEqual({ image });
    }
  },
);

test.each(['http%3A//host/o+k%2B', 'http%3a//host/o+k%2b', 's3%3A%2F/host/o+k%2B'])(
  '… that leaves slashes as they are: %s',
  async (image) => {
    expect(await fieldsOf(`image=${image}`)).toEqual({ image: `${image.slice(0, image.indexOf('%'))}://host/o k+` });
  },
);

test('in a URL that is not encoded a + stays one', async () => {
  expect(await fieldsOf('image=s3://cards/a+b')).toEqual({ image: 's3://cards/a+b' });
  expect(await fieldsOf('image=http://host/o+k')).toEqual({ image: 'http://host/o+k' });
  expect(await fieldsOf(`image=${'A'.repeat(100)}+%3A%2F%2F`)).toEqual({ image: `${'A'.repeat(100)}+://` });
});

test('fields of one name are all there, in their order', async () => {
  expect(await parseForm('mask=1&image=AA+A&mask=2&image=BB+B')).toEqual([
    ['mask', '1'],
    ['image', 'AA+A'],
    ['mask', '2'],
    ['image', 'BB+B'],
  ]);
});

test.each(['100%', '%', '%2', '%zz', 'AA%2BA%', '%FF', '%E5%8D'])('a malformed escape is left as it is: %s', async (value) => {
  expect(await fieldsOf(`image=${value}`)).toEqual({ image: value });
});

test('of a hundred fields all are there; more are refused: what one of them asks for would go unheard', async () => {
  const form = (count: number): string => [...new Array<string>(count - 1).fill('a=1'), 'configure={}'].join('&');
  expect(await fieldsOf(form(100))).toEqual({ a: '1', configure: '{}' });
  await expect(fieldsOf(form(101))).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
});

test.each([
  ['by URLSearchParams', new URLSearchParams({ configure: '{"detail": true, "mask": true}' }).toString()],
  ['by encodeURIComponent', `configure=${encodeURIComponent('{"detail": true, "mask": true}')}`],
  ['by hand', 'configure={"detail": true, "mask": true}'],
])('a space in configure, encoded %s', async (_, text) => {
  expect(await fieldsOf(text)).toEqual({ configure: '{"detail": true, "mask": true}' });
});

test.each(['image=AAA ', 'image=AAA \r\n', ' \nimage=AAA \t\n', 'image=AAA &x=1'])(
  'a picture that ends in a bare space: %j',
  async (text) => {
    expect(await fieldsOf(text)).toMatchObject({ image: 'AAA+' });
  },
);

test('what an encoder wrote is read again, but for spaces in the picture', async () => {
  await fc.assert(
    fc.asyncProperty(anyText(), fc.string(), async (configure, picture) => {
      const image = picture.replaceAll(' ', '_');
      expect(await fieldsOf(new URLSearchParams({ image, configure }).toString())).toEqual({ image, configure });
      expect(await fieldsOf(`image=${encodeURIComponent(picture)}&configure=${encodeURIComponent(configure)}`)).toEqual({
        image: picture,
        configure,
      });
    }),
  );
});

test('a value is decoded as decodeURIComponent does, or left as it is', async () => {
  const signs = fc.constantFrom('%', '4', '1', 'e', 'E5', '%E5%8D%A1', '%41', '卡', '%F0%9F', '💳', '%ED%A0%80', '%C0%80', 'x');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: signs }), async (value) => {
      let expected = value;
      try {
        expected = decodeURIComponent(value);
      } catch {}
      expect(await fieldsOf(`image=${value}`)).toEqual({ image: expected });
    }),
    { numRuns: 1000 },
  );
});
