/**
 * Settles as work does, but rejects as soon as a signal aborts, whether or not the work heeds it. What becomes of the work after that is nobody's: were it to
 * fail, this is not told.
 *
 * @throws {unknown} the signal's reason when it aborts; what the work throws
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal!.reason);
    const listenNoMore = (): void => signal?.removeEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(listenNoMore);
  });
}
