import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../scripts/offline';
import { fixture } from '../helpers/fixtures';
import { type Served, startServed } from '../helpers/served';
import { temporaryFolder } from '../helpers/temporary-folder';

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
const describeNginx = hasNginx ? describe : describe.skip;

jest.setTimeout(60_000);

const ROOT = path.resolve(__dirname, '../..');
const { file, expected } = fixture('flat-16');
const picture = readFileSync(file);

/** The configuration of docs/deploy.md, for other addresses and without TLS. */
function documented(port: number, service: string): string {
  const [, config = ''] = /```nginx\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8')) ?? [];
  return config
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/^ *(http2|ssl_certificate).*\n/gm, '')
    .replace('http://127.0.0.1:3000', service);
}

describeNginx('nginx, as docs/deploy.md has it, before serve', () => {
  const folder = temporaryFolder();
  let server: Served;
  let nginx: ChildProcess;
  let root = '';
  let said = '';

  beforeAll(async () => {
    server = await startServed();
    const port = await freePort();
    root = `http://127.0.0.1:${port}/cards`;
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`).join(' ');
    mkdirSync(path.join(folder, 'logs'));
    const main = `daemon off; master_process off; pid ${folder}/pid; error_log stderr warn; events {}`;
    writeFileSync(path.join(folder, 'conf'), `${main}\nhttp { access_log off; ${paths}\n${documented(port, server.url)}}\n`);
    nginx = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', path.join(folder, 'conf')]);
    nginx.stderr!.on('data', (chunk) => (said += chunk));
    while (nginx.exitCode === null && !(await fetch(root).catch(() => null))) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  afterAll(() => {
    nginx?.kill('SIGKILL');
    server?.stop();
  });

  // biome-ignore lint/suspicious/noExplicitAny: whatever it may be, the test says what it ought to be
  const json = (response: Response): Promise<any> => response.json();
  const post = (body: NonNullable<RequestInit['body']>, further: RequestInit = {}): Promise<Response> =>
    fetch(`${root}/v1/cards`, { method: 'POST', body, ...further });

  test('the page below the prefix, with and without the slash', async () => {
    for (const url of [root, `${root}/`]) expect(await (await fetch(url)).text()).toContain('<!doctype html>');
  });

  test('a picture, whole and in chunks of unknown number; nothing of it or of its answer goes to disk', async () => {
    const parts = new FormData();
    parts.set('image', new Blob([picture]));
    parts.set('configure', '{"crop":true,"strip":true}');
    const chunks = new Blob([picture]).stream();
    for (const answer of [await post(parts), await post(chunks, { duplex: 'half' } as RequestInit)]) {
      expect([answer.status, (await json(answer)).cards[0].pan]).toEqual([200, expected.pan]);
    }
    expect(said).toBe('');
  });

  test("a body of 9 MB is handed on, and one that is too large is refused in the service's words", async () => {
    expect((await post(new Uint8Array(9_000_000))).status).toBe(462);
    const large = await post(new Uint8Array(12_000_000));
    expect([large.status, (await json(large)).code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});
