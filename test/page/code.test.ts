import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../page/code';

const curlOf = ({ url, fileName, hasCode }: { url: string; fileName: string; hasCode: boolean }): string =>
  codeOf('curl', { url, picture: fileName, isUrl: false, hasCode });

test('the plainest', () => {
  expect(curlOf({ url: 'https://cards.example/prod', fileName: 'card-1.jpg', hasCode: false })).toBe(
    'curl https://cards.example/prod/v1/cards \\\n  -F image=@card-1.jpg',
  );
});

test('with a code', () => {
  expect(curlOf({ url: 'https://cards.example', fileName: 'card.jpg', hasCode: true })).toBe(
    'curl https://cards.example/v1/cards \\\n  -H "Authorization: APPCODE $CODE" \\\n  -F image=@card.jpg',
  );
});

/** What a shell makes of the command line: the path, the code's header and the file that are sent. */
async function sentBy(fileName: string, contents: string): Promise<{ path?: string; code?: string; body: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'curl-'));
  const received = new Promise<{ path?: string; code?: string; body: string }>((resolve) => {
    server.once('request', async (request: IncomingMessage, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end();
      resolve({ path: request.url!, code: request.headers.authorization!, body });
    });
  });
  await writeFile(path.join(folder, fileName), contents);
  const command = curlOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod`, fileName, hasCode: true });
  await new Promise<void>((resolve, reject) => {
    execFile('sh', ['-c', command], { cwd: folder, env: { ...process.env, CODE: 'abc' } }, (error) => (error ? reject(error) : resolve()));
  });
  await rm(folder, { recursive: true });
  return received;
}

const server = createServer();
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each(['card.jpg', 'my card.jpg', "it's.jpg", 'a;b,c.jpg', 'say "card".jpg', '银行卡.jpg', '$CODE `id`.jpg', 'a"; rm b.jpg'])(
  'a shell sends the file %s',
  async (fileName) => {
    const { path: target, code, body } = await sentBy(fileName, 'bytes of the card');
    expect([target, code]).toEqual(['/prod/v1/cards', 'APPCODE abc']);
    expect(body).toContain('name="image"');
    expect(body).toContain('bytes of the card');
  },
);

test('curl, for a picture of a URL', () => {
  expect(codeOf('curl', { url: 'https://cards.example', picture: "https://x.example/it's.jpg", isUrl: true, hasCode: false })).toBe(
    `curl https://cards.example/v1/cards \\\n  -H 'Content-Type: application/json' \\\n  -d '{"image":"https://x.example/it'\\''s.jpg"}'`,
  );
});
