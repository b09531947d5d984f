import fc from 'fast-check';
import { parseMultipart } from '../../lib/contract/parse-multipart';
import { CardOcrError } from '../../lib/errors';
import { errorCode } from '../helpers/error-code';
import { BOUNDARY, MULTIPART_TYPE, multipart } from '../helpers/multipart';

const partsOf = async (body: Uint8Array, type = MULTIPART_TYPE): Promise<Record<string, string>> =>
  Object.fromEntries([...(await parseMultipart(type, body))].map(([name, [{ bytes }]]) => [name, bytes.toString('latin1')]));

const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0, 13, 10, 45, 45, 10, 0x80]);

test('parts with and without file name and type are bytes alike', async () => {
  const body = multipart(
    { name: 'image', content: PICTURE, fileName: 'a.jpg', type: 'image/jpeg' },
    { name: 'bare', content: PICTURE },
    { name: 'typed', content: PICTURE, type: 'text/plain; charset=utf-16' },
    { name: 'configure', content: '{"mask":true}' },
  );
  const parts = await parseMultipart(MULTIPART_TYPE, body);
  expect([...parts.keys()]).toEqual(['image', 'bare', 'typed', 'configure']);
  for (const name of ['image', 'bare', 'typed']) expect(parts.get(name)?.[0].bytes).toEqual(PICTURE);
  expect([...parts.values()].map(([{ isFile }]) => isFile)).toEqual([true, false, false, false]);
  expect(parts.get('configure')?.[0].bytes.toString()).toBe('{"mask":true}');
});

test('parts of one name are there in their order', async () => {
  const body = multipart({ name: 'image', content: 'one' }, { name: '__proto__', content: 'x' }, { name: 'image', content: 'two' });
  const parts = await parseMultipart(MULTIPART_TYPE, body);
  expect(parts.get('image')!.map(({ bytes }) => bytes.toString())).toEqual(['one', 'two']);
  expect(await partsOf(body)).toEqual({ image: 'one', ['__proto__']: 'x' });
});

test('an empty part is there', async () => {
  expect(await partsOf(multipart({ name: 'image', content: '' }))).toEqual({ image: '' });
});

test.each([
  ['quoted', `multipart/form-data; boundary="${BOUNDARY}"`],
  ['in capitals', `Multipart/Form-Data; Boundary=${BOUNDARY}`],
  ['after a charset', `multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`],
])('a boundary %s', async (_, type) => {
  expect(await partsOf(multipart({ name: 'image', content: 'x' }), type)).toEqual({ image: 'x' });
});

test('preamble and epilogue are not looked at', async () => {
  const body = Buffer.concat([Buffer.from('preamble\r\n'), multipart({ name: 'image', content: 'x' }), Buffer.from('epilogue')]);
  expect(await partsOf(body)).toEqual({ image: 'x' });
});

test('parts without a disposition or of another one are left out', async () => {
  const rest = multipart({ name: 'image', content: 'x' });
  const strange = Buffer.from(`--${BOUNDARY}\r\nX: y\r\n\r\na\r\n--${BOUNDARY}\r\nContent-Disposition: attachment; name="b"\r\n\r\nb\r\n`);
  expect(await partsOf(Buffer.concat([strange, rest]))).toEqual({ image: 'x' });
});

test('of twenty parts all are there; more are refused: what one of them asks for would go unheard', async () => {
  const parts = Array.from({ length: 50 }, (_, i) => ({ name: `part${i}`, content: 'x' }));
  expect(Object.keys(await partsOf(multipart(...parts.slice(0, 20))))).toHaveLength(20);
  for (const count of [21, 22, 50]) {
    await expect(partsOf(multipart(...parts.slice(0, count)))).rejects.toMatchObject({ code: 'REQUEST_SHAPE' });
  }
});

const WHOLE = multipart({ name: 'image', content: PICTURE });

test.each<[string, string, Uint8Array]>([
  ['nothing', MULTIPART_TYPE, Buffer.alloc(0)],
  ['no boundary in the type', 'multipart/form-data', WHOLE],
  ['another boundary', 'multipart/form-data; boundary=other', WHOLE],
  ['a boundary without end', `multipart/form-data; boundary=${'x'.repeat(1e5)}`, WHOLE],
  ['a picture', MULTIPART_TYPE, PICTURE],
  ['JSON', MULTIPART_TYPE, Buffer.from('{"image":"AAAA"}')],
  ['lines that end in LF only', MULTIPART_TYPE, Buffer.from(WHOLE.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')],
  ['a part without an end', MULTIPART_TYPE, Buffer.from(`--${BOUNDARY}\r\nX: y\r\n\r\nabc`)],
])('%s is refused', async (_, type, body) => {
  expect(await errorCode(() => parseMultipart(type, body))).toBe('JSON_UNPARSABLE');
});

test('cut off anywhere before its end, a body is refused', async () => {
  const end = WHOLE.lastIndexOf('--') + 2;
  for (let length = 0; length < end; length++) {
    expect(await errorCode(() => parseMultipart(MULTIPART_TYPE, WHOLE.subarray(0, length)))).toBe('JSON_UNPARSABLE');
  }
  expect(await partsOf(WHOLE.subarray(0, end))).toEqual({ image: PICTURE.toString('latin1') });
});

test('many megabytes arrive whole', async () => {
  const content = Buffer.alloc(8e6, '\r\n--');
  const body = multipart({ name: 'first', content }, { name: 'image', content });
  const parts = await parseMultipart(MULTIPART_TYPE, body);
  expect(parts.get('first')?.[0].bytes.equals(content)).toBe(true);
  expect(parts.get('image')?.[0].bytes.equals(content)).toBe(true);
});

test('any damage to a body leaves parts or JSON_UNPARSABLE, and always one of them', async () => {
  const body = multipart({ name: 'image', content: PICTURE, fileName: 'a.jpg' }, { name: 'configure', content: '{}' });
  const damage = fc.record({
    from: fc.nat(body.length),
    removed: fc.nat(20),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.constantFrom('\r\n', '--', BOUNDARY, ':', ';', '"', '\r\n\r\n').map((s) => Buffer.from(s)),
    ),
  });
  const type = fc.oneof(
    { weight: 4, arbitrary: fc.constant(MULTIPART_TYPE) },
    fc.string().map((end) => `multipart/form-data${end}`),
  );
  await fc.assert(
    fc.asyncProperty(type, fc.array(damage, { minLength: 1, maxLength: 4 }), async (type, damages) => {
      const damaged = damages.reduce(
        (bytes, { from, removed, put }) => Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + removed)]),
        body,
      );
      try {
        await parseMultipart(type, damaged);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CardOcrError);
        expect(thrown).toMatchObject({ code: 'JSON_UNPARSABLE' });
      }
    }),
    { numRuns: 500, timeout: 2000 },
  );
});
