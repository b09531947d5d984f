const { BUCKET } = require('./card-statements.cjs');

/** `bucket/beginning of key`: without the slash, the beginning would be that of a bucket's name. */
const PLACE = /^([^/]+)\//;

/** The objects that `--param jobLists` means, for a statement of IAM. Checks `--param bucket`, too, which statements name as it is. */
module.exports = async ({ resolveVariable }) => {
  const [bucket, lists] = await Promise.all(['bucket', 'jobLists'].map((name) => resolveVariable(`param:${name}`)));
  if (!BUCKET.test(bucket)) throw new Error(`not the name of a bucket: ${bucket}`);
  if (!BUCKET.test(PLACE.exec(lists)?.[1] ?? '')) throw new Error(`jobLists: not a bucket, a slash and the beginning of keys: ${lists}`);
  return { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${lists}*` };
};
