const wrongParameter = require('./wrong-parameter.cjs');

const BUCKET = /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;

const LOGS = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: { 'Fn::GetAtt': ['CardLogGroup', 'Arn'] },
};

/** IAM statements of what the function that reads cards may do: write its own logs, and read the objects of the buckets in `--param buckets`. */
module.exports = async ({ resolveVariable }) => {
  const buckets = (await resolveVariable('param:buckets')).split(',').map((name) => name.trim());
  const named = buckets.filter((name) => name !== '');
  if (!named.every((name) => BUCKET.test(name)))
    throw wrongParameter('buckets', 'names of buckets (3 to 63 lower-case letters, digits, dots and hyphens) with commas between');
  const resources = named.map((name) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${name}/*` }));
  return [LOGS, ...(resources.length === 0 ? [] : [{ Effect: 'Allow', Action: 's3:GetObject', Resource: resources }])];
};

module.exports.BUCKET = BUCKET;
