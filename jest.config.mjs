import './test/helpers/forget-settings.mjs';

// `unit`: no network is run, and of processes only small ones are started. `e2e`: everything that runs the networks or whole programs. `timing`:
// what measures wall time, which it does alone.
const common = {
  testEnvironment: 'node',
  // each look-up of another global takes long in Jest's sandbox: loops take up to twice as long. A test replaces Float32Array: it cannot be one of these
  sandboxInjectedGlobals: ['Math', 'Number', 'Array', 'Object', 'Map', 'Set', 'JSON', 'String', 'Float64Array', 'Uint8Array'],
  globalSetup: '<rootDir>/test/helpers/build-all.mjs',
  // there is no bundle that it could lie beside
  moduleNameMapper: { '/decoding-process-file$': '<rootDir>/test/helpers/decoding-process-file.ts' },
  // these come as ES modules only
  transformIgnorePatterns: ['/node_modules/(?!(d3-polygon|request-filtering-agent|typebox)/)'],
  transform: { '^.+\\.(ts|mjs|js)$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
// of the tests that mirror lib/: decodes in processes of their own
const STARTS_PROCESSES = '/test/image/decode.test.ts';
export default {
  // for a busy machine; no test waits for this to pass. Jest would not look for it in a project.
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/helpers/longest-first.cjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      globalSetup: '<rootDir>/test/helpers/build-decoding-process.mjs',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/test/e2e/', '/test/timing/', STARTS_PROCESSES],
    },
    { ...common, displayName: 'timing', runner: '<rootDir>/test/helpers/alone.cjs', testMatch: ['<rootDir>/test/timing/**/*.test.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts', `<rootDir>${STARTS_PROCESSES}`] },
  ],
};
