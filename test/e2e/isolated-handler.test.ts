import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'aws-lambda';
import { temporaryFolder } from '../helpers/temporary-folder';

const FUNCTION = `
import { closeSync, openSync } from 'node:fs';
export const handler = async (event, context) => {
  switch (event.do) {
    case 'echo': return { event, id: context.awsRequestId, remainingMs: context.getRemainingTimeInMillis(), pid: process.pid, node: process.version };
    case 'throw': throw Object.assign(new Error('[462] no'), { name: 'CardOcrError' });
    case 'throw text': throw 'text';
    case 'exit': return process.exit(7);
    case 'crash later': return new Promise(() => setImmediate(() => { throw new Error('uncaught'); }));
    case 'be killed': process.kill(process.pid, 'SIGKILL'); return new Promise(() => {});
    // what Node writes then would be, to jest, the end of its own process, which writes to the same place
    case 'run out of memory': closeSync(2); openSync('/dev/null', 'w'); { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); }
    case 'hang': for (;;);
  }
};
`;

type Isolated = (event: object, context: Context) => Promise<Record<string, unknown>>;

let handler: Isolated;
function call(event: object, remainingMs = 10_000): ReturnType<Isolated> {
  const context = { awsRequestId: 'id-1', memoryLimitInMB: '64', getRemainingTimeInMillis: () => remainingMs, done: () => {} };
  return handler(event, context as unknown as Context);
}

jest.setTimeout(60_000);

// above the folder, which is removed only then
afterAll(() => call({ do: 'exit' }).catch(() => {}));
const folder = temporaryFolder();

beforeAll(async () => {
  await writeFile(path.join(folder, 'function.mjs'), FUNCTION);
  process.env.FUNCTION_HANDLER = path.join(folder, 'function.handler');
  jest.spyOn(console, 'log').mockImplementation(() => {});
  ({ handler } = require('../../dist/offline/isolated-handler.js'));
});

test('calls the function in a process of its own, which stays', async () => {
  const first = await call({ do: 'echo', body: 'é\u0000' });
  expect(first).toMatchObject({ event: { do: 'echo', body: 'é\u0000' }, id: 'id-1' });
  expect(first.remainingMs).toBeGreaterThan(0);
  expect(first.remainingMs).toBeLessThanOrEqual(10_000);
  expect(first.pid).not.toBe(process.pid);
  expect(console.log).toHaveBeenCalledWith(expect.stringContaining(`process ${first.pid}`));
  expect((await call({ do: 'echo' })).pid).toBe(first.pid);
});

test('what the function throws is thrown', async () => {
  await expect(call({ do: 'throw' })).rejects.toMatchObject({ name: 'CardOcrError', message: '[462] no' });
  await expect(call({ do: 'throw text' })).rejects.toMatchObject({ name: 'Error', message: 'text' });
});

test.each([
  ['exit', /ended: 7$/],
  ['crash later', /ended: 1$/],
  ['be killed', /ended: SIGKILL$/],
  ['run out of memory', /ended: SIG/],
  ['hang', /ended: SIGKILL$/],
])('when the function does %s, only that call fails, and in time', async (does, message) => {
  const { pid } = await call({ do: 'echo' });
  await expect(call({ do: does }, does === 'hang' ? 500 : 30_000)).rejects.toThrow(message);
  const next = await call({ do: 'echo' });
  expect(next.pid).not.toBe(pid);
});
