// What `--param` takes. Plain JavaScript, as serverless-plugin.mjs imports it.

/** Any value. The other forms say what a value must look like, also in words; this one has none: whoever reads the value refuses what it does not know. */
const ANY = { form: /^/ };
const one = (...values) => ({ form: new RegExp(`^(${values.join('|')})$`), words: values.join(' or ') });
const SWITCH = one('on', 'off');
const COUNT = { form: /^[1-9]\d*$/, words: 'a whole number from 1' };
const INSTANCES = { form: /^\d+$/, words: 'a whole number' };
const PREFIX = {
  form: /^(?!\/)(?!.*\$\{)[^*?]+$/,
  words: 'the beginning of keys, without a slash before it, and without * and ?, which would stand for others',
};
const LEAST_SECRET = 16;
/** A reference that CloudFormation resolves is as long. */
const SECRET = { form: new RegExp(`^(.{${LEAST_SECRET},})?$`), words: `at least ${LEAST_SECRET} characters` };

const OF_BOTH = {
  arch: one('x86_64', 'arm64'),
  logLevel: one('error', 'info', 'debug'),
  alarmTopic: { form: /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+$/, words: 'the ARN of an SNS topic' },
};

/** Parameters of serverless.yml. */
const API_PARAMETERS = {
  ...OF_BOTH,
  buckets: ANY,
  codeSecret: SECRET,
  codeHashes: ANY,
  timeoutSeconds: { form: /^([1-9]|1\d|2[0-8])$/, words: 'whole seconds from 1 to 28: the API gives up after 29' },
  metrics: SWITCH,
  corsOrigin: ANY,
  minConfidence: { form: /^(0|1|0?\.\d+|[01]\.0*)$/, words: 'a number from 0 to 1, with a dot' },
  page: SWITCH,
  health: SWITCH,
  mapped: SWITCH,
  securityPolicy: { form: /^(SecurityPolicy_\w+)?$/, words: 'the name of one of AWS’s policies, SecurityPolicy_…' },
  domain: ANY,
  certificate: ANY,
  rateLimit: { form: /^(?=.*[1-9])(\d+|\d*\.\d+)$/, words: 'a number above 0' },
  burstLimit: COUNT,
  dailyQuota: COUNT,
  keepWarm: one('true', 'false'),
  provisioned: COUNT,
  reservedConcurrency: INSTANCES,
  authorizerConcurrency: COUNT,
  maxInputs: { form: /^([1-9]|1[0-6])$/, words: 'a whole number from 1 to 16' },
};

/** Parameters of serverless.yml that only `serverless offline` reads. */
const OFFLINE_PARAMETERS = {
  keys: SWITCH,
  integrationTimeoutMs: COUNT,
};

/** Parameters of serverless.batch.yml. */
const BATCH_PARAMETERS = {
  ...OF_BOTH,
  bucket: ANY,
  existingBucket: one('true', 'false'),
  pictures: PREFIX,
  results: PREFIX,
  mask: SWITCH,
  manifest: SWITCH,
  maximumConcurrency: { form: /^([2-9]|[1-9]\d{1,2}|1000)$/, words: 'a whole number from 2 to 1000' },
  jobLists: { form: /^(?!.*\$\{)[^*?]*$/, words: 'a bucket, a slash and the beginning of keys, without * and ?' },
  jobConcurrency: INSTANCES,
};

/**
 * Returns the parameters that a command of `serverless` takes.
 *
 * @param command - its first word, e.g. `deploy`
 * @param isBatch - it is of serverless.batch.yml
 */
export function parametersOf(command, isBatch) {
  if (isBatch) return BATCH_PARAMETERS;
  return command === 'offline' ? { ...API_PARAMETERS, ...OFFLINE_PARAMETERS } : API_PARAMETERS;
}

/**
 * Returns what is wrong with parameters, a line each: a switch that is written otherwise would be off without a word, and an unknown name would change nothing.
 *
 * @param given - `name=value`, as the command line has them
 * @param known - as of `parametersOf`
 */
export function parameterFaults(given, known) {
  return given.flatMap((text) => {
    const [name, ...rest] = text.split('=');
    if (!Object.hasOwn(known, name)) return [`--param ${name}: there is none of that name, but ${Object.keys(known).join(', ')}`];
    const { form, words } = known[name];
    return form.test(rest.join('=').trimEnd()) ? [] : [`--param ${name} takes ${words}`];
  });
}

/** Returns the values of parameters by their names. given: as of `parameterFaults` */
export const valuesOf = (given) => new Map(given.map((text) => [text.split('=', 1)[0], text.slice(text.indexOf('=') + 1)]));

/** Parameters that need each other, and the variables of the shell that are their defaults. */
const PAIRS = [
  { names: ['codeSecret', 'codeHashes'], variables: ['CODE_SECRET', 'CODE_HASHES'] },
  { names: ['domain', 'certificate'], variables: [] },
];

/**
 * Returns which parameters lack their other half, and which variables of the shell that stand for one have a wrong form, a line each.
 *
 * @param given - as of `parameterFaults`
 * @param environment - the variables of the shell
 */
export function pairFaults(given, environment) {
  const values = valuesOf(given);
  return PAIRS.flatMap(({ names, variables }) => {
    const isGiven = names.map((name, i) => (values.get(name) ?? (variables[i] && environment[variables[i]]) ?? '') !== '');
    const faults = variables.flatMap((variable, i) => {
      const { form, words } = API_PARAMETERS[names[i]];
      return values.has(names[i]) || form.test(environment[variable] ?? '') ? [] : [`${variable} takes ${words}`];
    });
    const inShell = variables.length > 0 ? `, or ${variables.join(' and ')} in the shell,` : '';
    return isGiven[0] === isGiven[1]
      ? faults
      : [...faults, `${names.map((name) => `--param ${name}`).join(' and ')}${inShell} need each other`];
  });
}

/** Whether the role of jobs, which reads the lists of jobs, would read pictures or results, too: lists lie where these may lie. */
export function areAmongLists(lists, bucket, { BATCH_PICTURES: pictures, BATCH_RESULTS: results }) {
  if (!lists.startsWith(`${bucket}/`)) return false;
  const own = lists.slice(bucket.length + 1);
  // the lists and reports of jobs have a place of their own below the results
  if (own.startsWith(`${results}jobs/`)) return false;
  return [pictures, results].some((prefix) => prefix.startsWith(own) || (prefix !== '' && own.startsWith(prefix)));
}

/** Whether pictures lie among results, where none would ever be read: nothing below `results` is taken for a picture. Pictures at `out` are meant to lie in `out/`. */
export const areLost = ({ BATCH_PICTURES: pictures, BATCH_RESULTS: results }) => `${pictures}/`.startsWith(results);
