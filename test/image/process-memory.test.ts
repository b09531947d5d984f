import fs from 'node:fs';
import { memoryOf } from '../../lib/image/process-memory';

afterEach(() => jest.restoreAllMocks());

test('what a process has, and the most that it had, as the system tells it', () => {
  const read = jest.spyOn(fs, 'readFileSync').mockReturnValue('Name:\tnode\nVmHWM:\t   70000 kB\nVmRSS:\t   60000 kB\nThreads:\t7\n');
  expect([memoryOf(7, 'VmRSS'), memoryOf(7, 'VmHWM')]).toEqual([60_000 * 1024, 70_000 * 1024]);
  expect(read).toHaveBeenCalledWith('/proc/7/status', 'utf8');
});

test.each<[string, () => string]>([
  [
    'tells nothing',
    () => {
      throw new Error('ENOENT');
    },
  ],
  ['has no such line, for the process has ended', () => 'Name:\tnode\nState:\tZ (zombie)\n'],
])('null where the system %s', (_, read) => {
  jest.spyOn(fs, 'readFileSync').mockImplementation(read);
  expect(memoryOf(7, 'VmRSS')).toBeNull();
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('this process has some', () => {
  const bytes = memoryOf('self', 'VmRSS')!;
  expect(bytes / process.memoryUsage.rss()).toBeGreaterThan(0.5);
  expect(bytes / process.memoryUsage.rss()).toBeLessThan(2);
});
