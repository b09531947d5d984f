import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
// @ts-expect-error: plain JavaScript, without types
import { areAmongLists, areLost, pairFaults, parameterFaults, parametersOf } from '../../../scripts/deploy/parameters.mjs';

const ROOT = path.resolve(__dirname, '../../..');
const [OF_DEPLOY, OF_OFFLINE] = ['deploy', 'offline'].map((command) => parametersOf(command, false));
const OF_BATCH = parametersOf('deploy', true);

test.each([
  ['serverless.yml', OF_OFFLINE],
  ['serverless.batch.yml', OF_BATCH],
])('are those of %s, and all of its defaults make sense', (file, known) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const defaults: Record<string, unknown> = parse(text, { merge: true }).params.default;
  const used = [...text.matchAll(/\$\{param:(\w+)/g)].map(([, name]) => name!);
  expect([...new Set([...Object.keys(defaults), ...used])].sort()).toEqual(Object.keys(known).sort());
  const plain = Object.entries(defaults).filter(([, value]) => value !== '' && !String(value).includes('$'));
  expect(
    parameterFaults(
      plain.map(([name, value]) => `${name}=${value}`),
      known,
    ),
  ).toEqual([]);
});

test.each([
  ...['minConfidence=0', 'minConfidence=0.9', 'minConfidence=.5', 'minConfidence=1', 'minConfidence=1.0', 'timeoutSeconds=28'],
  ...['rateLimit=0.5', 'rateLimit=10', 'codeHashes=a=,b', 'maxInputs=16', 'reservedConcurrency=0', 'page=off '],
  ...['alarmTopic=arn:aws-cn:sns:cn-north-1:123456789012:operators.fifo', 'corsOrigin=*'],
])('taken: %s', (given) => {
  expect(parameterFaults([given], OF_DEPLOY)).toEqual([]);
});

test.each(['keys=on', 'integrationTimeoutMs=10'])('of `offline` alone: %s', (given) => {
  expect(parameterFaults([given], OF_OFFLINE)).toEqual([]);
  for (const command of ['deploy', 'package', 'invoke'])
    expect(parameterFaults([given], parametersOf(command, false))).toEqual([expect.stringMatching(/there is none of that name/)]);
});

test.each([
  ['page=true', 'on or off'],
  ['metrics=On', 'on or off'],
  ['keepWarm=on', 'true or false'],
  ['logLevel=warn', 'error or info or debug'],
  ['minConfidence=0,9', 'a number from 0 to 1, with a dot'],
  ['minConfidence=90', 'a number from 0 to 1, with a dot'],
  ['minConfidence=1.5', 'a number from 0 to 1, with a dot'],
  ['timeoutSeconds=29', 'whole seconds from 1 to 28: the API gives up after 29'],
  ['timeoutSeconds=0', 'whole seconds from 1 to 28: the API gives up after 29'],
  ['timeoutSeconds=2.5', 'whole seconds from 1 to 28: the API gives up after 29'],
  ['maxInputs=17', 'a whole number from 1 to 16'],
  ['rateLimit=0', 'a number above 0'],
  ['rateLimit=0.0', 'a number above 0'],
  ['rateLimit=1e3', 'a number above 0'],
  ['burstLimit=-1', 'a whole number from 1'],
  ['provisioned=0', 'a whole number from 1'],
  // nobody would get in
  ['authorizerConcurrency=0', 'a whole number from 1'],
  ['alarmTopic=operators', 'the ARN of an SNS topic'],
  ['codeSecret=short', 'at least 16 characters'],
  ['securityPolicy=TLS_1_2', 'the name of one of AWS’s policies, SecurityPolicy_…'],
  ['arch=amd64', 'x86_64 or arm64'],
])('refused: %s', (given, words) => {
  expect(parameterFaults(['page=on', given], OF_DEPLOY)).toEqual([`--param ${given.split('=')[0]} takes ${words}`]);
});

test('names that are nobody’s are told, with those that there are', () => {
  expect(parameterFaults(['minconfidence=0.9', 'toString=1'], OF_DEPLOY)).toEqual([
    expect.stringMatching(/^--param minconfidence: there is none of that name, but arch, .*minConfidence, /),
    expect.stringMatching(/^--param toString: there is none of that name/),
  ]);
});

const WITH_WILDCARDS = ['pictures=*', 'results=o?t/', 'pictures=$\u007baws:username}/', 'jobLists=lists/*'];
test.each(['maximumConcurrency=1', 'maximumConcurrency=1001', 'pictures=/in/', 'mask=false', 'bucket2=a', ...WITH_WILDCARDS])(
  'of a batch, refused: %s',
  (given) => {
    expect(parameterFaults([given], OF_BATCH)).toHaveLength(1);
  },
);

test.each([
  ['in/', 'in/', true],
  ['in/2026/', 'in/', true],
  ['input/', 'in', true],
  ['out', 'out/', true],
  ['in/', 'out/', false],
  ['outside', 'out/', false],
  // the whole bucket but for the results
  ['', 'out/', false],
  ['in/', 'in/read/', false],
])('pictures at %j and results at %j: lost %j', (BATCH_PICTURES, BATCH_RESULTS, lost) => {
  expect(areLost({ BATCH_PICTURES, BATCH_RESULTS })).toBe(lost);
});

test.each([
  ['', false],
  ['other/in/', false],
  ['cards/lists/', false],
  ['cards/out/jobs/', false],
  ['cards/out/jobs/2026/', false],
  ['cards/', true],
  ['cards/o', true],
  ['cards/out/', true],
  ['cards/out/manifests/', true],
  ['cards/in/2026/', true],
])('lists of jobs at %j are among pictures or results: %j', (lists, among) => {
  expect(areAmongLists(lists, 'cards', { BATCH_PICTURES: 'in/', BATCH_RESULTS: 'out/' })).toBe(among);
});

test('lists may lie in a bucket of which all else is pictures', () => {
  expect(areAmongLists('cards/lists/', 'cards', { BATCH_PICTURES: '', BATCH_RESULTS: 'out/' })).toBe(false);
});

describe('two that need each other', () => {
  const SECRET = 'sixteen characters';
  const CODES = '--param codeSecret and --param codeHashes, or CODE_SECRET and CODE_HASHES in the shell, need each other';

  test.each<[given: string[], shell: Record<string, string>]>([
    [[], {}],
    [[], { CODE_SECRET: SECRET, CODE_HASHES: 'ab' }],
    [['codeHashes=ab,cd'], { CODE_SECRET: SECRET }],
    [['codeSecret={{resolve:secretsmanager:a}}', 'codeHashes=ab', 'domain=cards.example', 'certificate=arn'], {}],
    // what is given goes before the shell's
    [['codeSecret=', 'codeHashes='], { CODE_SECRET: SECRET }],
  ])('%j with %j: both or neither', (given, shell) => {
    expect(pairFaults(given, shell)).toEqual([]);
  });

  test.each<[given: string[], shell: Record<string, string>, faults: string[]]>([
    [[], { CODE_SECRET: SECRET }, [CODES]],
    [['codeHashes=ab'], {}, [CODES]],
    [['codeSecret='], { CODE_SECRET: SECRET, CODE_HASHES: 'ab' }, [CODES]],
    [['domain=cards.example', 'page=on'], {}, ['--param domain and --param certificate need each other']],
  ])('%j with %j: one alone', (given, shell, faults) => {
    expect(pairFaults(given, shell)).toEqual(faults);
  });

  test('a secret in the shell that can be guessed is refused as a parameter is', () => {
    const shell = { CODE_SECRET: 'short', CODE_HASHES: 'ab' };
    expect(pairFaults([], shell)).toEqual(['CODE_SECRET takes at least 16 characters']);
    expect(pairFaults([`codeSecret=${SECRET}`], shell)).toEqual([]);
  });
});
