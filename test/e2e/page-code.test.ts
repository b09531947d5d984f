import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { CODE_LANGUAGES, codeOf } from '../../page/code';
import { close, listen } from '../../scripts/command/local-server';
import { temporaryFolder } from '../helpers/temporary-folder';

jest.setTimeout(60_000);

const server = createServer();
let url: string;
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server)}`;
});
afterAll(() => close(server));

describe('what the page shows as code', () => {
  const NAMES = ['card.jpg', `it's "a" \\ card$.jpg`];
  const answer = JSON.stringify({ cards: [{ panGrouped: '4242', confidence: { pan: 0.5 }, warnings: ['luhn'] }] });
  /** What runs a program whose file is named. */
  const RUNNERS = {
    JavaScript: ['node', 'read.mjs'],
    Python: ['python3', 'read.py'],
    Java: ['java', 'Read.java'],
    PHP: ['php', 'read.php'],
    Go: ['go', 'run', 'read.go'],
  } as const;
  const isThere = (command: string): boolean => spawnSync(command, [command === 'go' ? 'version' : '--version']).status === 0;

  test('for each that the page offers', () => expect(Object.keys(RUNNERS)).toEqual(CODE_LANGUAGES.slice(1)));

  describe.each(Object.entries(RUNNERS) as [keyof typeof RUNNERS, readonly string[]][])('%s', (language, [command = '', ...args]) => {
    const folder = temporaryFolder({ forEachTest: true });
    const cases = [...NAMES.map((name) => [name, false] as const), ['https://cards.example/a?b="c"', true] as const];

    (isThere(command) ? test.each(cases) : test.skip.each(cases))('%s is sent, and an error is told', async (picture, isUrl) => {
      const seen: { code: string | undefined; body: string }[] = [];
      const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        let body = '';
        for await (const chunk of request) body += chunk;
        seen.push({ code: request.headers.authorization, body });
        const isFirst = seen.length === 1;
        const text = isFirst ? answer : '{"code":"NO_CARD","message":"wrong category"}';
        response.writeHead(isFirst ? 200 : 463, { 'Content-Type': 'application/json' }).end(text);
      };
      server.on('request', serve);
      if (!isUrl) await writeFile(path.join(folder, picture), 'the picture');
      await writeFile(path.join(folder, args.at(-1)!), codeOf(language, { url, picture, isUrl, hasCode: true }));
      const run = (): Promise<string> =>
        new Promise((resolve) => {
          const env = { ...process.env, CODE: 'abc' };
          execFile(command, args, { cwd: folder, env }, (_, stdout, stderr) => resolve(stdout + stderr));
        });
      expect(await run()).toMatch(/4242.*luhn/s);
      expect(await run()).toMatch(/NO_CARD/);
      server.off('request', serve);
      for (const { code, body } of seen) {
        expect([code, isUrl ? JSON.parse(body) : body]).toEqual(['APPCODE abc', isUrl ? { image: picture } : 'the picture']);
      }
    });
  });
});
