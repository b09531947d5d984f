// What the batch needs of S3; users of the library have their own client.
export { downloadVersion, headObject, type ObjectHead, type ObjectLimits, putObject } from './source/s3';
