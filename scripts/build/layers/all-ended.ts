/**
 * Waits until all work has ended, even if some of it failed: otherwise a caller that removes the folder after a failure would find other work still writing
 * into it.
 *
 * @throws what the first work that failed threw
 */
export async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
