import jest from './jest.config.mjs';

const { transform, transformIgnorePatterns, moduleNameMapper } = jest.projects[0];
/** What is mutated, and by which tests it is judged: `card/luhn`, or `card/*`. */
const { MUTATE = '{card,recognition,reading}/*', TESTS = MUTATE } = process.env;

/** Mutation testing: see CONTRIBUTING.md. */
export default {
  mutate: [`lib/${MUTATE}.ts`, '!**/*-kernels*.ts'],
  testRunner: 'jest',
  jest: {
    config: {
      projects: [],
      transform,
      transformIgnorePatterns,
      moduleNameMapper,
      setupFiles: ['<rootDir>/test/helpers/no-shrinking.ts'],
      testMatch: [`<rootDir>/test/${TESTS}.test.ts`],
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // jest's modules pile up
  maxTestRunnerReuse: 60,
  // on a busy machine a test runner takes seconds to start
  timeoutMS: 30_000,
  tempDirName: 'dist/stryker',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'dist/mutation.json' },
  // Stryker looks for TypeScript 6 or earlier
  tsconfigFile: 'none',
};
