import { answerOf, type CardReader, type CardRequest, type InputReading, loadImage } from '../lib';
import type { Settings } from './settings';

/** What goes with a request. */
export interface RequestContext {
  readonly reader: () => Promise<CardReader>;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** decides expiry */
  readonly today: Date;
}

/**
 * Load and read each of a request's pictures, one after the other; the limit on a picture's file is one on all of them together.
 *
 * @returns the answer of the request's form, and how many cards it tells
 * @throws {CardOcrError} as `loadImage`, `CardReader.read` and `answerOf`
 */
export async function answerRequest(request: CardRequest, context: RequestContext): Promise<{ answer: object; cards: number }> {
  const { settings, signal, requestId, today } = context;
  const { imageLimitBytes, buckets, allowAddresses } = settings;
  const readings: InputReading[] = [];
  let loadedBytes = 0;
  for (const { source, options } of request.inputs) {
    const start = performance.now();
    const bytes = await loadImage(source, { limitBytes: imageLimitBytes - loadedBytes, buckets, allowAddresses, signal });
    loadedBytes += bytes.length;
    const loadMs = performance.now() - start;
    const reader = await context.reader();
    const crop = options.crop ? (options.mask ? 'masked' : 'plain') : undefined;
    readings.push({ reading: await reader.read(bytes, { today, signal, crop }), options, loadMs });
  }
  return {
    answer: answerOf(request.form, readings, requestId),
    cards: readings.reduce((sum, { reading }) => sum + reading.cards.length, 0),
  };
}
