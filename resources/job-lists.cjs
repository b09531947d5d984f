const { BUCKET } = require('./card-statements.cjs');
const wrongParameter = require('./wrong-parameter.cjs');

/** `bucket/beginning of key`: without the slash, the beginning would be that of a bucket's name. */
const PLACE = /^([^/]+)\//;

/** The objects that `--param jobLists` means, for a statement of IAM. Checks `--param bucket`, too, which statements name as it is. */
module.exports = async ({ resolveVariable }) => {
  const [bucket, lists] = await Promise.all(['bucket', 'jobLists'].map((name) => resolveVariable(`param:${name}`)));
  if (!BUCKET.test(bucket)) throw wrongParameter('bucket', 'the name of a bucket');
  if (!BUCKET.test(PLACE.exec(lists)?.[1] ?? '')) throw wrongParameter('jobLists', 'a bucket, a slash and the beginning of keys');
  return { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${lists}*` };
};
