import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { GIVEN_UP_MS } from '../handlers/request-queue';
import { settingsFrom } from '../handlers/settings';
import { ANSWER_RESERVE_MS } from '../handlers/time-budget';
import { LIMIT_MS, MAX_PICTURES, SHARP, STILL, UNANSWERED_MS } from '../lib/camera/read-frames';
import { DECODING_SECONDS } from '../lib/image/decode';
import { MAX_HELD_BYTES, MAX_PIXELS } from '../lib/image/examine-picture';
import { FORMATS } from '../lib/picture-formats';
import { LIMITS } from '../lib/reading/picture-quality';
import { CONNECT_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS, IDLE_TIMEOUT_MS } from '../lib/source/download-timeouts';
import { TIMEOUT_MS } from '../scripts/cli/serve/command';
import { BODY_SILENCE_MS, HEAD_MS, MAX_CONNECTIONS, STILL_MS } from '../scripts/cli/serve/http-server';

const text = (file: string): string => readFileSync(path.resolve(__dirname, '..', file), 'utf8');
const [api, batch] = ['serverless.yml', 'serverless.batch.yml'].map((file) => parse(text(file), { merge: true }));
const [kept] = batch.resources.Resources.PictureBucket.Properties.LifecycleConfiguration.Rules;
const noncurrentDays = kept.NoncurrentVersionExpiration.NoncurrentDays;

const seconds = (ms: number): string => `${ms / 1000} s`;
const [connecting, silence, download] = [CONNECT_TIMEOUT_MS, IDLE_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS].map(seconds);
const [bodySilence, longest] = [BODY_SILENCE_MS, TIMEOUT_MS - ANSWER_RESERVE_MS].map(seconds);
const turn = seconds(settingsFrom({}).queue.waitingMs);
const held = `${MAX_HELD_BYTES / 1e6} MB`;
const megapixels = `${MAX_PIXELS / 1e6} megapixels`;

test.each([
  ['SECURITY.md', `limits on connecting (${connecting}), silence (${silence}), the whole download (${download})`],
  ['docs/errors.md', `takes over ${download} (${connecting} to connect, ${silence} without a byte)`],
  ['SECURITY.md', `which is killed after ${DECODING_SECONDS} s`],
  ['docs/errors.md', `decoding takes over ${DECODING_SECONDS} s`],
  ['SECURITY.md', `what a decoder will hold (${held}: `],
  ['docs/api.md', `A picture may have ${megapixels}, and decoding it may take ${held}.`],
  ['docs/errors.md', `one is over ${megapixels}, some formats fewer (api.md)`],
  ['docs/migration.md', `up to ${megapixels}, some formats fewer: [api.md](api.md#megapixels)`],
  ['SECURITY.md', `${bodySilence} of silence within a body, ${longest} for all of it, ${MAX_CONNECTIONS} connections, ${turn} for a turn`],
  [
    'docs/deploy.md',
    `\`serve\` ends it after ${longest} in any case, its upload included, and after ${bodySilence} in which nothing of its body comes`,
  ],
  ['docs/errors.md', `nothing of the body comes for ${bodySilence} (\`serve\`)`],
  ['docs/errors.md', `the head is not there in ${seconds(HEAD_MS)}`],
  ['SECURITY.md', `its end after ${seconds(STILL_MS)} in which nothing moves`],
  ['SECURITY.md', `keeps its place in the queue until then, ${seconds(GIVEN_UP_MS)} at most`],
  ['docs/api.md', `| \`too-small\` | digits of less than ${LIMITS.digitHeight} px |`],
  ['docs/api.md', `| \`blurred\` | a blur (standard deviation) of ${LIMITS.edgeWidth} heights of the number's line, `],
  ['docs/api.md', `| \`glare\` | a stretch of ${LIMITS.glareWidth} heights of the number's line `],
  ['docs/api.md', `| \`cut-off\` | the card leaves the picture by ${100 * LIMITS.beyond} % of its diagonal, `],
  ['docs/camera.md', `| \`limitMs\` | ${LIMIT_MS} |`],
  ['docs/camera.md', `| \`maxPictures\` | ${MAX_PICTURES} |`],
  ['docs/camera.md', `from ${STILL} it is not sent`],
  ['docs/camera.md', `below ${SHARP} where digits are blurred`],
  ['docs/camera.md', `answers nothing for ${seconds(UNANSWERED_MS)} or more`],
  ['docs/deploy.md', `AWS keeps them for ${api.provider.logRetentionInDays} days.`],
  ['docs/deploy.md', `as a noncurrent version for ${noncurrentDays} days`],
  ['docs/deploy.md', `a place where card numbers are stored, ${noncurrentDays} days beyond`],
  ['docs/privacy.md', `as noncurrent versions for ${noncurrentDays} days`],
  ['docs/deploy.md', `| \`maximumConcurrency\` | ${batch.params.default.maximumConcurrency} |`],
])('%s tells the limit that the code has: %s', (document, words) => {
  expect(text(document)).toContain(words);
});

describe('the formats of pictures', () => {
  const sorted = [...FORMATS].sort();
  const withoutRemarks = (words: string): string[] =>
    words
      .replace(/ \([^)]*\)/g, '')
      .split(/, | and /)
      .sort();

  test.each([
    ['README.md', /^- Formats: (.*?);/m],
    ['docs/migration.md', /^\| formats \| (.*?) \|/m],
    ['scripts/build/reference-page.mjs', /'Pictures: (.*?);/],
  ])('%s tells all that are read', (document, line) => {
    expect(withoutRemarks(line.exec(text(document))![1]!)).toEqual(sorted);
  });

  test('the API takes each as it is', () => {
    const types: string[] = api.provider.apiGateway.binaryMediaTypes;
    expect(types).toEqual(expect.arrayContaining(FORMATS.map((name) => `image/${name.toLowerCase()}`)));
  });
});

test('the logs of the batch are kept as long as those of the API', () => {
  expect(batch.provider.logRetentionInDays).toBe(api.provider.logRetentionInDays);
});
