// The functions of S3 that the batch needs. Users of the library have their own client.
export {
  downloadVersion,
  headObject,
  isDenied,
  type ObjectHead,
  type ObjectLimits,
  type ObjectVersion,
  putObject,
  versionIdFrom,
} from './source/s3';
