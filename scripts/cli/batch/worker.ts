import { loadReader } from '../../command/load-reader';
import { UsageError } from '../../command/usage-error';
import { loadAnnotator } from './annotate';
import { groupOfTask } from './groups';
import { readPictures, type WorkerOptions } from './read-pictures';
import type { PictureRecord } from './record';
import type { FromWorker } from './worker-pool';

const tell = (message: FromWorker<PictureRecord[]>): boolean | undefined => process.send?.(message);
const tellFailure = (thrown: unknown): void =>
  void tell({ failure: thrown instanceof Error ? thrown.message : String(thrown), isUsage: thrown instanceof UsageError });

/**
 * Runs `batch-worker`, one process of a batch: reads the pictures, or groups of them, that it is sent, one after the other, until its channel closes.
 *
 * @throws {UsageError} where no batch has started it
 */
export async function workerCommand([options]: string[]): Promise<never> {
  if (!process.send || options === undefined) throw new UsageError('batch starts it');
  // a terminal sends these to all its processes; the worker still finishes its task
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  process.once('disconnect', () => process.exit());
  work(JSON.parse(options) as WorkerOptions).catch(tellFailure);
  return new Promise(() => {});
}

async function work({ annotate, ...options }: WorkerOptions): Promise<void> {
  const reader = await loadReader();
  const annotator = annotate === undefined ? null : await loadAnnotator(annotate, options.isMasked);
  process.on('message', (task: string) => {
    readPictures(reader, groupOfTask(task), options, annotator).then((result) => tell({ result }), tellFailure);
  });
  tell({ ready: true });
}
