// Both functions of the batch, in one bundle, as they share nearly all of their code.
export { handler as job } from './batch-job';
export { handler as queue } from './batch-queue';
