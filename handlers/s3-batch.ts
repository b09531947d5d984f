// The functions of the batch, in one bundle, for nearly all of them is the same.
export { handler as job } from './batch-job';
export { handler as queue } from './batch-queue';
