import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneStart } from '../../../../scripts/measure/benchmark/cold';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const folder = temporaryFolder({ forEachTest: true });

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
