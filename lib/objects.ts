// The functions of S3 that the service and the batch need. Users of the library have their own client.
export {
  downloadVersion,
  headObject,
  isBucketName,
  isDenied,
  isOperatorsFault,
  type ObjectHead,
  type ObjectLimits,
  type ObjectVersion,
  putObject,
  versionIdFrom,
} from './source/s3';
