import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { codeOf } from '../../page/code';
import { type Answer, type PictureServer, servePictures } from '../helpers/picture-server';
import { temporaryFolder } from '../helpers/temporary-folder';

const curlOf = ({ url, fileName, hasCode }: { url: string; fileName: string; hasCode: boolean }): string =>
  codeOf('curl', { url, picture: fileName, isUrl: false, hasCode });

test('curl at its plainest', () => {
  expect(curlOf({ url: 'https://cards.example/prod', fileName: 'card-1.jpg', hasCode: false })).toBe(
    'curl https://cards.example/prod/v1/cards \\\n  -F image=@card-1.jpg',
  );
});

test('curl with a code', () => {
  expect(curlOf({ url: 'https://cards.example', fileName: 'card.jpg', hasCode: true })).toBe(
    'curl https://cards.example/v1/cards \\\n  -H "Authorization: APPCODE $CODE" \\\n  -F image=@card.jpg',
  );
});

const folder = temporaryFolder();
const received: { path: string | undefined; code: string | undefined; body: string }[] = [];
const receive: Answer = async (response, request) => {
  received.push({ path: request.url, code: request.headers.authorization, body: await text(request) });
  response.end();
};
let server: PictureServer;
beforeAll(async () => {
  server = await servePictures({}, { otherwise: receive });
});
afterAll(() => server.close());

/** What a shell makes of the command line: the path, the code's header and the file that are sent. */
async function sentBy(fileName: string, contents: string) {
  await writeFile(path.join(folder, fileName), contents);
  const command = curlOf({ url: server.url('/prod'), fileName, hasCode: true });
  await new Promise<void>((resolve, reject) => {
    execFile('sh', ['-c', command], { cwd: folder, env: { ...process.env, CODE: 'abc' } }, (error) => (error ? reject(error) : resolve()));
  });
  return received.pop()!;
}

test.each([
  'card.jpg',
  'my card.jpg',
  "it's.jpg",
  'a;b,c.jpg',
  'say "card".jpg',
  '银行卡.jpg',
  '$CODE `id`.jpg',
  'a"; rm b.jpg',
  ' card.jpg ',
  '-',
])('a shell sends the file %s', async (fileName) => {
  const { path: target, code, body } = await sentBy(fileName, 'bytes of the card');
  expect([target, code]).toEqual(['/prod/v1/cards', 'APPCODE abc']);
  expect(body).toContain('name="image"');
  expect(body).toContain('bytes of the card');
});

test('curl, for a picture of a URL', () => {
  expect(codeOf('curl', { url: 'https://cards.example', picture: "https://x.example/it's.jpg", isUrl: true, hasCode: false })).toBe(
    `curl https://cards.example/v1/cards \\\n  -H 'Content-Type: application/json' \\\n  -d '{"image":"https://x.example/it'\\''s.jpg"}'`,
  );
});
