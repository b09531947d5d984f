import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CardOcrError } from '../../../../lib';
import { loadReader } from '../../../../scripts/command/load-reader';
import { UsageError } from '../../../../scripts/command/usage-error';
import { evaluateCommand } from '../../../../scripts/measure/evaluate/command';
import { captureOutput } from '../../../helpers/captured-output';
import { temporaryFolder } from '../../../helpers/temporary-folder';

jest.mock('../../../../scripts/command/load-reader', () => ({ loadReader: jest.fn() }));

const folder = temporaryFolder();
beforeAll(() => {
  const labels = ['there.jpg', 'gone.jpg', 'lost.jpg'].map((file) => ({ file, pan: null, expiry: null, type: null, kind: 'photo' }));
  writeFileSync(path.join(folder, 'labels.json'), JSON.stringify(labels));
  writeFileSync(path.join(folder, 'there.jpg'), 'a picture');
});

const output = captureOutput();
let stderr: string;
beforeEach(() => {
  stderr = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += chunk;
    return true;
  });
  const read = (): Promise<never> => Promise.reject(new CardOcrError('NO_CARD'));
  jest.mocked(loadReader).mockResolvedValue({ read } as never);
});

const GONE = 'not there, and in no rate: gone.jpg, lost.jpg\n';

test('pictures that are not there are named, are in no rate, and the exit code is 1', async () => {
  expect(await evaluateCommand([folder])).toBe(1);
  expect([stderr, output.text()]).toEqual([GONE, expect.stringMatching(/^no number: refused +100\.0 % \(1\/1\)$/m)]);
});

test.each([['--json'], ['--rungs']])('likewise with %s', async (option) => {
  expect(await evaluateCommand([folder, option])).toBe(1);
  expect(stderr).toBe(GONE);
});

test('all there: 0', async () => {
  writeFileSync(path.join(folder, 'gone.jpg'), 'a picture');
  writeFileSync(path.join(folder, 'lost.jpg'), 'a picture');
  expect([await evaluateCommand([folder]), stderr]).toEqual([0, '']);
});

test('of several folders the first is not silently measured alone', async () => {
  await expect(evaluateCommand([folder, folder])).rejects.toThrow(new UsageError('evaluate: one folder at a time'));
});

test.each(['https://cards.example/dev?sig=SECRET', 'https://me:pw@cards.example/dev'])(
  '%s is no folder, and no secret is told',
  async (url) => {
    await expect(evaluateCommand([url])).rejects.toThrow(
      new UsageError('evaluate: https://cards.example/dev is no path; download it first'),
    );
  },
);
