import fc from 'fast-check';
import { parseMultipart } from '../../lib/contract/parse-multipart';
import { STRIDE } from '../../lib/event-loop';
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

test('a delimiter is found once, wherever it lies between two stretches of a long body', async () => {
  const line = `\n--${BOUNDARY}`;
  const at = multipart({ name: 'image', content: '' }).lastIndexOf(line);
  for (let before = 0; before <= line.length; before++) {
    const content = 'x'.repeat(STRIDE - at - before);
    const parts = await partsOf(multipart({ name: 'image', content }, { name: 'mask', content: 'true' }));
    expect([before, parts.image?.length, parts.mask]).toEqual([before, content.length, 'true']);
  }
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

/** Parts with heads as they stand here, and content, as a body. */
const bodyOf = (...parts: readonly (readonly [head: string, content: string])[]): Buffer =>
  Buffer.from(`${parts.map(([head, content]) => `--${BOUNDARY}\r\n${head}\r\n\r\n${content}\r\n`).join('')}--${BOUNDARY}--\r\n`, 'latin1');

test.each<[client: string, head: string, isFile: boolean]>([
  ['curl, browsers', 'Content-Disposition: form-data; name="image"; filename="card.jpg"\r\nContent-Type: image/jpeg', true],
  ['browsers, of a field', 'Content-Disposition: form-data; name="image"', false],
  ['curl, of quotes in a name', 'Content-Disposition: form-data; name="image"; filename="a\\"; name=mask; b.jpg"', true],
  ['Chinese names', 'Content-Disposition: form-data; name="image"; filename="\xe5\x8d\xa1.jpg"', true],
  ['Python', 'Content-Disposition: form-data; name="image"; filename*=utf-8\'\'%E5%8D%A1.jpg', true],
  [
    '.NET',
    "Content-Type: image/jpeg\r\nContent-Disposition: form-data; name=image; filename=card.jpg; filename*=utf-8''%E5%8D%A1.jpg",
    true,
  ],
  ['.NET, of a field', 'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=image', false],
  ['OkHttp', 'Content-Disposition: form-data; name="image"\r\nContent-Length: 1', false],
  [
    'Apache',
    'Content-Disposition: form-data; name="image"; filename="c.jpg"\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: binary',
    true,
  ],
  [
    'mail programs',
    'Content-Disposition: form-data; name="image"; filename="c.jpg"\r\nContent-Transfer-Encoding: Base64\r\nContent-Type: image/jpeg',
    false,
  ],
  ['Dart', 'content-type: application/octet-stream\r\ncontent-disposition: form-data; name="image"; filename="c.jpg"', true],
  ['old browsers', 'Content-Disposition: form-data; name="image"; filename="C:\\photos\\"', true],
  ['no spaces', 'Content-Disposition:form-data;name="image";filename=""', true],
  ['capitals', 'CONTENT-DISPOSITION: Form-Data; NAME="image"', false],
  ['folded lines', 'Content-Disposition: form-data;\r\n name="image";\r\n\tfilename="c.jpg"', true],
  ['a parameter without a name of its own', 'Content-Disposition: form-data; name="image"; size=1;', false],
])('a part as clients write it: %s', async (_, head, isFile) => {
  const parts = await parseMultipart(MULTIPART_TYPE, bodyOf([head, 'x'], ['Content-Disposition: form-data; name="mask"', 'true']));
  expect([...parts.keys()]).toEqual(['image', 'mask']);
  expect(parts.get('image')).toEqual([{ bytes: Buffer.from('x'), isFile, isUnfilled: false }]);
});

test('a name may have characters behind backslashes', async () => {
  const parts = await parseMultipart(MULTIPART_TYPE, bodyOf(['Content-Disposition: form-data; name="m\\ask"', 'true']));
  expect([...parts.keys()]).toEqual(['mask']);
});

test('a form as fetch sends it', async () => {
  const form = new FormData();
  form.set('image', new Blob([PICTURE]), 'a "b".jpg');
  form.set('mask', '');
  const sent = new Response(form);
  const parts = await parseMultipart(sent.headers.get('Content-Type')!, new Uint8Array(await sent.arrayBuffer()));
  expect([...parts]).toEqual([
    ['image', [{ bytes: PICTURE, isFile: true, isUnfilled: false }]],
    ['mask', [{ bytes: Buffer.alloc(0), isFile: false, isUnfilled: false }]],
  ]);
});

test.each([
  ['chose no file', '', '', true],
  ['chose an empty file', 'a.jpg', '', false],
  ['sends bytes without a name', '', 'x', false],
])('who %s', async (_, fileName, content, isUnfilled) => {
  const body = bodyOf([`Content-Disposition: form-data; name="image"; filename="${fileName}"`, content]);
  expect((await parseMultipart(MULTIPART_TYPE, body)).get('image')).toEqual([{ bytes: Buffer.from(content), isFile: true, isUnfilled }]);
});

const OPEN = `--${BOUNDARY}\r\n`;
const END = `--${BOUNDARY}--\r\n`;
const IMAGE = `${OPEN}Content-Disposition: form-data; name="image"\r\n\r\nx\r\n`;
const MASK = 'Content-Disposition: form-data; name="mask"';

test.each<[string, string]>([
  ['of another disposition', `${OPEN}Content-Disposition: attachment; name="mask"\r\n\r\ntrue\r\n`],
  ['inline', `${OPEN}Content-Disposition: inline; name="configure"\r\n\r\n{"mask":true}\r\n`],
  ['without its disposition', `${OPEN}Content-Disposition: name="mask"\r\n\r\ntrue\r\n`],
  ['without a disposition', `${OPEN}X: y\r\n\r\ntrue\r\n`],
  ['without headers', `${OPEN}\r\ntrue\r\n`],
  ['without a name', `${OPEN}Content-Disposition: form-data\r\n\r\ntrue\r\n`],
  ['of two names', `${OPEN}Content-Disposition: form-data; name="x"; name="mask"\r\n\r\ntrue\r\n`],
  ['of two dispositions', `${OPEN}Content-Disposition: form-data; name="x"\r\n${MASK}\r\n\r\ntrue\r\n`],
  ['of a disposition, and form-data', `${OPEN}Content-Disposition: attachment\r\n${MASK}\r\n\r\ntrue\r\n`],
  ['without an empty line', `${OPEN}${MASK}\r\ntrue\r\n`],
  ['without a line end in its headers', `${OPEN}X: y\n${MASK}\r\n\r\ntrue\r\n`],
  ['with a line break in its name', `${OPEN}Content-Disposition: form-data; name="ma\nsk"\r\n\r\ntrue\r\n`],
  ['behind a delimiter that ends in LF', `--${BOUNDARY}\n${MASK}\r\n\r\ntrue\r\n`],
  ['behind a delimiter that begins with LF', `${IMAGE.slice(0, -2)}\n${OPEN}${MASK}\r\n\r\ntrue\r\n`],
  ['behind a delimiter of more than the boundary', `--${BOUNDARY}x\r\n${MASK}\r\n\r\ntrue\r\n`],
  ['behind the end', `${END}${OPEN}${MASK}\r\n\r\ntrue\r\n`],
  ['of a head that is too long', `${OPEN}X: ${'y'.repeat(5000)}\r\n${MASK}\r\n\r\ntrue\r\n`],
])('a part that would go unheard is refused: %s', async (_, part) => {
  for (const body of [IMAGE + part + END, part + IMAGE + END])
    expect(await errorCode(() => parseMultipart(MULTIPART_TYPE, Buffer.from(body)))).toBe('REQUEST_SHAPE');
});

test('a part that ends with its head is there', async () => {
  expect(await partsOf(Buffer.from(`${OPEN}${MASK}\r\n\r\n${END}`))).toEqual({ mask: '' });
});

test('white space behind a delimiter is none of the part', async () => {
  expect(await partsOf(Buffer.from(`--${BOUNDARY} \t\r\n${MASK}\r\n\r\ntrue\r\n${END}`))).toEqual({ mask: 'true' });
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
  [
    'a boundary of more than 70 signs',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    Buffer.from((IMAGE + END).replaceAll(BOUNDARY, 'x'.repeat(71))),
  ],
  ['a picture', MULTIPART_TYPE, PICTURE],
  ['JSON', MULTIPART_TYPE, Buffer.from('{"image":"AAAA"}')],
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

test('any damage to a body leaves parts, JSON_UNPARSABLE or REQUEST_SHAPE, and always one of them', async () => {
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
      expect([null, 'JSON_UNPARSABLE', 'REQUEST_SHAPE']).toContain(await errorCode(() => parseMultipart(type, damaged)));
    }),
    { numRuns: 500, timeout: 2000 },
  );
});

test('large parts of any kind, taken apart or refused, never keep anyone waiting', async () => {
  const head = fc.constantFrom(
    'Content-Disposition: form-data; name="image"',
    'Content-Disposition: attachment; name="image"',
    'Content-Disposition: form-data; name="a\nb"',
    'X: y',
    '',
  );
  const content = fc
    .record({ sign: fc.constantFrom('\0', '-', '\r\n', `\r\n--${BOUNDARY.slice(0, -1)}`), bytes: fc.nat(2 ** 18) })
    .map(({ sign, bytes }) => Buffer.alloc(bytes, sign).toString('latin1'));
  const parts = fc.array(fc.tuple(head, content), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(parts, fc.constantFrom('', '\r\n', 'epilogue', '\0'.repeat(2 ** 17)), async (parts, epilogue) => {
      const settled = errorCode(() => parseMultipart(MULTIPART_TYPE, Buffer.concat([bodyOf(...parts), Buffer.from(epilogue)])));
      const isPlain = parts.every(([head]) => head.endsWith('form-data; name="image"'));
      expect(await settled).toBe(isPlain ? null : 'REQUEST_SHAPE');
    }),
    { numRuns: 200, timeout: 5000 },
  );
});

test('who has no more time is not taken apart', async () => {
  expect(await errorCode(() => parseMultipart(MULTIPART_TYPE, WHOLE, AbortSignal.abort()))).toBe('REQUEST_TIMEOUT');
});
