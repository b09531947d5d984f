import {
  answerOf,
  type CardReader,
  type CardRequest,
  type InputReading,
  loadImage,
  type PictureReading,
  type Stage,
  untoldWarnings,
  type Warning,
} from '../lib';
import type { RequestQueue } from './request-queue';
import type { Settings } from './settings';

/** What goes with a request. */
export interface RequestContext {
  readonly reader: () => Promise<CardReader>;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** decides expiry */
  readonly today: Date;
  /** in which a picture waits until it may be read */
  readonly queue: Pick<RequestQueue, 'inTurn'>;
  /** told of as the work goes on */
  readonly trace: RequestTrace;
}

/** What is answered. */
export interface AnsweredRequest {
  /** to be sent as JSON */
  readonly answer: object;
  /** those that the answer has no place for */
  readonly warnings: readonly Warning[];
}

/** What a request took up to now, for the log, however it ends. */
export interface RequestTrace {
  /** of its pictures' files, once they are there */
  imageBytes: number;
  /** of its pictures before any shrinking, once they are read */
  pixels: number;
  /** cards that were read */
  cards: number;
  /** milliseconds, of all pictures together */
  readonly stages: Partial<Record<Stage | 'load' | 'wait', number>>;
}

export const emptyTrace = (): RequestTrace => ({ imageBytes: 0, pixels: 0, cards: 0, stages: {} });

/**
 * Load and read each of a request's pictures, one after the other; the limit on a picture's file is one on all of them together. One that is downloaded is so
 * before its turn, for that keeps no core busy; one that is in the request is unpacked when its turn comes, so that what waits is there once.
 *
 * @returns the answer of the request's form
 * @throws {CardOcrError} as `loadImage`, `RequestQueue.inTurn`, `CardReader.read` and `answerOf`
 */
export async function answerRequest(request: CardRequest, context: RequestContext): Promise<AnsweredRequest> {
  const { settings, signal, requestId, today, queue, trace } = context;
  const { imageLimitBytes, buckets, allowAddresses, minConfidence } = settings;
  const readings: InputReading[] = [];
  for (const { source, options } of request.inputs) {
    let loadMs = 0;
    const load = async (): Promise<Uint8Array> => {
      const start = performance.now();
      const bytes = await loadImage(source, { limitBytes: imageLimitBytes - trace.imageBytes, buckets, allowAddresses, signal });
      trace.imageBytes += bytes.length;
      loadMs = performance.now() - start;
      add(trace, 'load', loadMs);
      return bytes;
    };
    const downloaded = source.kind === 'url' || source.kind === 's3' ? await load() : null;
    const start = performance.now();
    const reading = await queue.inTurn(async () => {
      const waitMs = performance.now() - start;
      const bytes = downloaded ?? (await load());
      add(trace, 'wait', waitMs);
      const reader = await context.reader();
      const cut = options.mask ? 'masked' : 'plain';
      return reader.read(bytes, { today, signal, crop: options.crop ? cut : undefined, strip: options.strip ? cut : undefined });
    }, signal);
    note(trace, reading);
    readings.push({ reading, options: { ...options, minConfidence: options.minConfidence ?? minConfidence }, loadMs });
  }
  return { answer: answerOf(request.form, readings, requestId), warnings: untoldWarnings(request.form, readings) };
}

function note(trace: RequestTrace, { image, cards, timings }: PictureReading): void {
  trace.pixels += image.width * image.height;
  trace.cards += cards.length;
  for (const [stage, ms] of Object.entries(timings)) add(trace, stage as Stage, ms);
}

function add({ stages }: RequestTrace, stage: Stage | 'load' | 'wait', ms: number): void {
  stages[stage] = (stages[stage] ?? 0) + ms;
}
