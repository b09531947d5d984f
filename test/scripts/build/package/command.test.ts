import { lacksBucket } from '../../../../scripts/build/package/command';

const BATCH = ['--config', 'serverless.batch.yml'];

test.each([
  [BATCH, true],
  [['-c', 'serverless.batch.yml', '--package', 'x'], true],
  [[...BATCH, '--param', 'mask=off'], true],
  [[...BATCH, '--param', 'bucket'], true],
  [[...BATCH, '--param', 'mask=off', '--param', 'bucket=my-cards'], false],
  [[...BATCH, '--param=bucket=my-cards'], false],
  [[], false],
  [['--stage', 'prod', '--param', 'arch=arm64'], false],
])('of %j the bucket lacks: %j', (args, lacks) => {
  expect(lacksBucket(args)).toBe(lacks);
});
