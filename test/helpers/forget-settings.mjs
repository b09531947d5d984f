// Deletes what the shell's environment says to the service and to AWS's SDK, before Jest starts its workers: tests, and processes that they start, have no
// settings but those that a test makes.

const OF_THE_SERVICE = [
  ...[
    'BODY_LIMIT_BYTES',
    'ANSWER_LIMIT_BYTES',
    'IMAGE_LIMIT_BYTES',
    'S3_BUCKETS',
    'TIME_BUDGET_MS',
    'METRICS',
    'PAGE',
    'MAX_RUNNING',
    'MAX_WAITING',
    'MAX_WAITING_MS',
  ],
  ...['MAX_INPUTS', 'LOG_LEVEL', 'CORS_ORIGIN', 'MIN_CONFIDENCE', 'TEST_ONLY_ALLOW_ADDRESSES', 'MODELS_DIR', 'BIN_TABLE'],
  ...['CODE_SECRET', 'CODE_HASHES', 'ALLOW_ANYONE'],
];

/** @param name - name of a variable of the environment */
export const isSetting = (name) => OF_THE_SERVICE.includes(name) || /^(AWS|BATCH|FC)_/.test(name);

for (const name of Object.keys(process.env).filter(isSetting)) delete process.env[name];
