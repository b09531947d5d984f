import { settingsFrom } from '../../handlers/settings';

const DEFAULTS = {
  bodyLimitBytes: 10_485_760,
  imageLimitBytes: 20_971_520,
  buckets: [],
  timeBudgetMs: Number.POSITIVE_INFINITY,
  logLevel: 'info',
  allowAddresses: [],
};

test('nothing set', () => {
  expect(settingsFrom({})).toEqual(DEFAULTS);
});

test('everything set', () => {
  expect(
    settingsFrom({
      BODY_LIMIT_BYTES: '1000',
      IMAGE_LIMIT_BYTES: '2000',
      S3_BUCKETS: 'cards,more-cards',
      TIME_BUDGET_MS: '3000',
      LOG_LEVEL: 'debug',
      TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
      OTHER: 'x',
    }),
  ).toEqual({
    bodyLimitBytes: 1000,
    imageLimitBytes: 2000,
    buckets: ['cards', 'more-cards'],
    timeBudgetMs: 3000,
    logLevel: 'debug',
    allowAddresses: ['127.0.0.1'],
  });
});

test.each(['', ' ', '0', '-1', 'NaN', 'many', '10 MB', undefined])('%j is no number: the default stays', (text) => {
  expect(settingsFrom({ BODY_LIMIT_BYTES: text, IMAGE_LIMIT_BYTES: text, TIME_BUDGET_MS: text })).toEqual(DEFAULTS);
});

test.each([
  ['', []],
  [' , ', []],
  ['a', ['a']],
  [' a ,b,, c\nd ', ['a', 'b', 'c', 'd']],
])('the list %j', (text, entries) => {
  expect(settingsFrom({ S3_BUCKETS: text, TEST_ONLY_ALLOW_ADDRESSES: text })).toMatchObject({ buckets: entries, allowAddresses: entries });
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
