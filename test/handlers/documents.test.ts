import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Documents, documentAnswer, pageHeaders } from '../../handlers/documents';
import { temporaryFolder } from '../helpers/temporary-folder';

const HTML = '<!doctype html><style>p{color:red}</style><p>hello</p><script>run()</script>';
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const folder = temporaryFolder({ forEachTest: true });

test('the page, which may run what stands in it and ask its own host, and no more', async () => {
  await writeFile(path.join(folder, 'page.html'), HTML);
  const page = await new Documents(folder).at('GET /');
  expect(page).toEqual({
    body: HTML,
    bytes: Buffer.from(HTML),
    headers: {
      'Cache-Control': 'public, max-age=300',
      'Content-Security-Policy': [
        "default-src 'none'",
        `script-src ${hash('run()')}`,
        `style-src ${hash('p{color:red}')}`,
        'img-src blob: data:',
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
      ].join('; '),
      'Content-Type': 'text/html; charset=utf-8',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
});

test('the reference of the API, which runs nothing', async () => {
  await writeFile(path.join(folder, 'docs.html'), '<style>p{color:red}</style>');
  const { headers } = (await new Documents(folder).at('GET /docs'))!;
  expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
  expect(headers['Content-Security-Policy']).toContain(`script-src 'none'; style-src ${hash('p{color:red}')};`);
});

test('the description of the API', async () => {
  await writeFile(path.join(folder, 'openapi.json'), '{"openapi":"3.1.0"}');
  expect(await new Documents(folder).at('GET /openapi.json')).toEqual({
    body: '{"openapi":"3.1.0"}',
    bytes: Buffer.from('{"openapi":"3.1.0"}'),
    headers: {
      'Cache-Control': 'public, max-age=300',
      'Content-Type': 'application/json; charset=utf-8',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
});

test.each(['GET /page.html', 'GET /../page.html', 'GET /bankcard', 'POST /', 'HEAD /', 'get /', 'GET ', ''])(
  'nothing is at %j',
  async (route) => {
    await writeFile(path.join(folder, 'page.html'), HTML);
    expect(await new Documents(folder).at(route)).toBeNull();
  },
);

test('is not there where the build laid none, now and later', async () => {
  const documents = new Documents(folder);
  expect(await documents.at('GET /')).toBeNull();
  expect(await documents.at('GET /')).toBeNull();
});

test('is there as soon as it can be read: that it could not be once, for want of descriptors perhaps, is forgotten', async () => {
  const documents = new Documents(folder);
  const asked = [documents.at('GET /'), documents.at('GET /')];
  expect(await Promise.all(asked)).toEqual([null, null]);
  await writeFile(path.join(folder, 'page.html'), HTML);
  expect(await documents.at('GET /')).toMatchObject({ body: HTML });
});

test('is read once', async () => {
  const documents = new Documents(folder);
  await writeFile(path.join(folder, 'page.html'), HTML);
  const first = await documents.at('GET /');
  await writeFile(path.join(folder, 'page.html'), 'other');
  expect(await documents.at('GET /')).toBe(first);
});

test('a page without scripts and styles may have none', () => {
  const policy = pageHeaders('<p>hello</p>')['Content-Security-Policy'];
  expect(policy).toContain("script-src 'none'; style-src 'none'");
});

test('an answer has the headers of the document and of the request', () => {
  expect(documentAnswer({ headers: { A: '1' }, body: 'x', bytes: Buffer.from('x') }, { 'X-Ca-Request-Id': 'id' })).toEqual({
    status: 200,
    headers: { A: '1', 'X-Ca-Request-Id': 'id' },
    body: 'x',
  });
});
