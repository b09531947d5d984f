/**
 * Wait until all work has ended, however it does: whoever removes the folder after a failure would find others still writing into it.
 *
 * @throws what the first that failed threw
 */
export async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
