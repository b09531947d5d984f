// What the batch needs of S3; users of the library have their own client.
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
