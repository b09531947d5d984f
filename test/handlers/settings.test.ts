import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { accessCodesFrom } from '../../handlers/access-codes';
import { batchSettingsFrom } from '../../handlers/batch-settings';
import { ignoredVariables, settingsFrom } from '../../handlers/settings';
// @ts-expect-error: plain JavaScript, without types
import { isSetting } from '../helpers/forget-settings.mjs';

const DEFAULTS = {
  bodyLimitBytes: 10_485_760,
  answerLimitBytes: Number.POSITIVE_INFINITY,
  imageLimitBytes: 20_971_520,
  buckets: [],
  timeBudgetMs: Number.POSITIVE_INFINITY,
  hasMetrics: false,
  hasPage: false,
  queue: { running: availableParallelism(), waiting: 16, waitingMs: 5000 },
  logLevel: 'info',
  corsOrigin: '',
  maxInputs: 16,
  minConfidence: 0.5,
  allowAddresses: [],
};

test('nothing set', () => {
  expect(settingsFrom({})).toEqual(DEFAULTS);
});

test('everything set', () => {
  expect(
    settingsFrom({
      BODY_LIMIT_BYTES: '1000',
      ANSWER_LIMIT_BYTES: '5000',
      IMAGE_LIMIT_BYTES: '2000',
      S3_BUCKETS: 'cards,more-cards',
      TIME_BUDGET_MS: '3000',
      METRICS: 'on',
      PAGE: 'on',
      MAX_RUNNING: '3',
      MAX_WAITING: '0',
      MAX_WAITING_MS: '700',
      MAX_INPUTS: '1',
      NODE_ENV: 'test',
      LOG_LEVEL: 'debug',
      CORS_ORIGIN: 'https://cards.example:8443',
      MIN_CONFIDENCE: '0.95',
      TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
      OTHER: 'x',
    }),
  ).toEqual({
    bodyLimitBytes: 1000,
    answerLimitBytes: 5000,
    imageLimitBytes: 2000,
    buckets: ['cards', 'more-cards'],
    timeBudgetMs: 3000,
    hasMetrics: true,
    hasPage: true,
    queue: { running: 3, waiting: 0, waitingMs: 700 },
    maxInputs: 1,
    logLevel: 'debug',
    corsOrigin: 'https://cards.example:8443',
    minConfidence: 0.95,
    allowAddresses: ['127.0.0.1'],
  });
});

test.each([
  ['0.5', 1],
  ['1.5', 2],
  ['2', 2],
])('%j is %i: times, sizes and counts are whole', (text, whole) => {
  const names = [
    'BODY_LIMIT_BYTES',
    'ANSWER_LIMIT_BYTES',
    'IMAGE_LIMIT_BYTES',
    'TIME_BUDGET_MS',
    'MAX_RUNNING',
    'MAX_WAITING_MS',
    'MAX_INPUTS',
  ];
  expect(settingsFrom(Object.fromEntries(names.map((name) => [name, text])))).toMatchObject({
    bodyLimitBytes: whole,
    answerLimitBytes: whole,
    imageLimitBytes: whole,
    timeBudgetMs: whole,
    queue: { running: whole, waitingMs: whole },
    maxInputs: whole,
  });
});

test.each(['', ' ', '0', '-1', 'NaN', 'many', '10 MB', undefined])('%j is no number: the default stays', (text) => {
  expect(settingsFrom({ MAX_RUNNING: text, BODY_LIMIT_BYTES: text, IMAGE_LIMIT_BYTES: text, TIME_BUDGET_MS: text })).toEqual(DEFAULTS);
});

test.each(['', ' ', '-1', 'NaN', '1.5', undefined])('%j is no number of requests that may wait: the default stays', (text) => {
  expect(settingsFrom({ MAX_WAITING: text })).toEqual(DEFAULTS);
});

test.each(['', ' ', '-0.1', '1.1', '50%', '0x1', 'NaN', undefined])('%j is no confidence: the default stays', (text) => {
  expect(settingsFrom({ MIN_CONFIDENCE: text })).toEqual(DEFAULTS);
});

test.each([
  ['0', 0],
  ['1', 1],
  [' .5 ', 0.5],
  ['0.99', 0.99],
])('the confidence %j', (text, minConfidence) => {
  expect(settingsFrom({ MIN_CONFIDENCE: text })).toMatchObject({ minConfidence });
});

test.each([
  ['', []],
  [' , ', []],
  ['one', ['one']],
  [' one ,two,, 3.3\nfour ', ['one', 'two', '3.3', 'four']],
])('the list %j', (text, entries) => {
  expect(settingsFrom({ S3_BUCKETS: text, NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: text })).toMatchObject({
    buckets: entries,
    allowAddresses: entries,
  });
});

test.each([
  ['error', 'error'],
  ['info', 'info'],
  ['debug', 'debug'],
  ['DEBUG', 'info'],
  ['trace', 'info'],
  ['', 'info'],
])('log level %j is %s', (text, level) => {
  expect(settingsFrom({ LOG_LEVEL: text }).logLevel).toBe(level);
});

test.each([undefined, '', 'production', 'TEST'])('where NODE_ENV is %j no address is allowed that is not public', (NODE_ENV) => {
  expect(settingsFrom({ NODE_ENV, TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1' }).allowAddresses).toEqual([]);
});

test('more inputs than a request may have are not to be had', () => {
  expect(settingsFrom({ MAX_INPUTS: '100' }).maxInputs).toBe(16);
});

test.each(['cards.example', 'https://cards.example/', 'https://a.example, https://b.example', 'null', '**', "https://a'b"])(
  '%s is no origin',
  (text) => {
    expect(settingsFrom({ CORS_ORIGIN: text }).corsOrigin).toBe('');
  },
);

test.each([
  ['PAGE', ['on', 'off'], ['true', 'ON']],
  ['METRICS', ['on', 'off'], ['1']],
  ['LOG_LEVEL', ['error', 'info', 'debug'], ['warn']],
  ['MIN_CONFIDENCE', ['0', '0.9', '1'], ['1,0', '90', '50%']],
  ['CORS_ORIGIN', ['*', 'https://cards.example'], ['cards.example', 'https://cards.example/']],
  ['BODY_LIMIT_BYTES', ['1000', '524288000'], ['10 MB', '0', '524288001']],
  ['ANSWER_LIMIT_BYTES', ['1000'], ['6 MB', '0']],
  ['IMAGE_LIMIT_BYTES', ['1000'], ['10 MB']],
  ['TIME_BUDGET_MS', ['1000', '0.5'], ['5s', '-1']],
  ['MAX_RUNNING', ['1'], ['0', 'all']],
  ['MAX_WAITING', ['0', '16'], ['-1', '1.5']],
  ['MAX_WAITING_MS', ['5000'], ['5 s']],
  ['MAX_INPUTS', ['1', '16'], ['none', '0', '17', '32']],
  ['S3_BUCKETS', ['cards', 'cards, more-cards'], ['s3://cards', 'cards/in', 'Cards', 'ab', 'cards;more-cards', 'cards,-more']],
])('%s makes sense as one of %j, and is ignored as one of %j', (name, sensible, senseless) => {
  for (const text of ['', ...sensible]) expect([text, ignoredVariables({ [name]: text })]).toEqual([text, []]);
  for (const text of senseless) {
    expect([text, ignoredVariables({ OTHER: 'x', [name]: text })]).toMatchObject([text, [{ name }]]);
    // which is so
    expect(settingsFrom({ [name]: text })).toEqual(DEFAULTS);
  }
});

test('nothing set is nothing ignored', () => {
  expect(ignoredVariables({ S3_BUCKETS: 'anything' })).toEqual([]);
});

test('tests have none of them from the shell', () => {
  const read = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>({}, { get: (_, name) => void read.add(String(name)) });
  batchSettingsFrom(environment);
  accessCodesFrom(environment);
  expect([...read].filter((name) => !isSetting(name))).toEqual(['NODE_ENV']);
  const inJest = "import('./jest.config.mjs').then(() => console.log(process.env))";
  const env = { ...process.env, ...Object.fromEntries([...read, 'AWS_PROFILE'].map((name) => [name, 'of-the-shell'])), NODE_ENV: 'test' };
  expect(execFileSync(process.execPath, ['-e', inJest], { cwd: path.resolve(__dirname, '../..'), env, encoding: 'utf8' })).not.toContain(
    'of-the-shell',
  );
});
