import { buildFc } from '../../../scripts/build/fc';
import { buildFcPackage } from '../../../scripts/build/layers/fc-package';

jest.mock('../../../scripts/build/layers/fc-package', () => ({ buildFcPackage: jest.fn() }));

const written = { stdout: '', stderr: '' };
beforeEach(() => {
  for (const name of ['stdout', 'stderr'] as const) {
    written[name] = '';
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    });
  }
});
afterEach(() => jest.resetAllMocks());

test.each(['--help', '-h'])('%s: how it is used, and nothing is built', async (option) => {
  expect(await buildFc([option])).toBe(0);
  expect(written).toEqual({ stdout: expect.stringMatching(/^usage: npm run build:fc /), stderr: '' });
  expect(buildFcPackage).not.toHaveBeenCalled();
});

test.each([[['--fold', 'x']], [['elsewhere']], [['--folder']]])('%j is wrong usage', async (args) => {
  expect(await buildFc(args)).toBe(2);
  expect(written).toEqual({ stdout: '', stderr: expect.stringMatching(/^usage: npm run build:fc /) });
  expect(buildFcPackage).not.toHaveBeenCalled();
});

test.each([
  [[], 'dist/fc'],
  [['--folder', 'elsewhere'], 'elsewhere'],
])('%j builds %s', async (args, folder) => {
  expect(await buildFc(args)).toBe(0);
  expect(buildFcPackage).toHaveBeenCalledWith(folder);
  expect(written.stdout).toBe(`${folder} is ready\n`);
});
