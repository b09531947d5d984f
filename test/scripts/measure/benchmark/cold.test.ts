import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oneStart } from '../../../../scripts/measure/benchmark/cold';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cold-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A start of a function that answers every picture with this status. */
async function startAnswering(statusCode: number): ReturnType<typeof oneStart> {
  await writeFile(path.join(folder, 'index.js'), `exports.handler = async () => ({ statusCode: ${statusCode} });`);
  const limits = { memoryMegabytes: 512, timeoutSeconds: 5 };
  return oneStart({ handler: 'index.handler', taskRoot: folder, opt: folder, ...limits, environment: {} }, Buffer.from('picture'));
}

test('a function that reads is timed', async () => {
  const { first, second, third, firstAnswer } = await startAnswering(200);
  for (const ms of [first, second, third]) expect(ms).toBeGreaterThan(0);
  expect(firstAnswer).toBeGreaterThan(first);
});

test('one that does not read is no measurement', async () => {
  await expect(startAnswering(463)).rejects.toThrow('the packed function answered 463');
});
