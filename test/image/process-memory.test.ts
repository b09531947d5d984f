import promises from 'node:fs/promises';
import { memoryOf } from '../../lib/image/process-memory';

afterEach(() => jest.restoreAllMocks());

test('what a process has, and the most that it had, as the system tells it', async () => {
  const read = jest.spyOn(promises, 'readFile').mockResolvedValue('Name:\tnode\nVmHWM:\t   70000 kB\nVmRSS:\t   60000 kB\nThreads:\t7\n');
  expect([await memoryOf(7, 'VmRSS'), await memoryOf(7, 'VmHWM')]).toEqual([60_000 * 1024, 70_000 * 1024]);
  expect(read).toHaveBeenCalledWith('/proc/7/status', 'utf8');
});

test.each<[string, () => Promise<string>]>([
  ['tells nothing', async () => Promise.reject(new Error('ENOENT'))],
  ['has no such line, for the process has ended', async () => 'Name:\tnode\nState:\tZ (zombie)\n'],
])('null where the system %s', async (_, read) => {
  jest.spyOn(promises, 'readFile').mockImplementation(read);
  expect(await memoryOf(7, 'VmRSS')).toBeNull();
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('this process has some', async () => {
  const bytes = (await memoryOf('self', 'VmRSS'))!;
  expect(bytes / process.memoryUsage.rss()).toBeGreaterThan(0.5);
  expect(bytes / process.memoryUsage.rss()).toBeLessThan(2);
});
