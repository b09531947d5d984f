import { answerOf, type CardReader, type CardRequest, type InputReading, loadImage } from '../lib';
import type { Settings } from './settings';

/** What answering a request takes. */
export interface Means {
  readonly reader: () => Promise<CardReader>;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** decides expiry */
  readonly today: Date;
}

/**
 * Load and read each of a request's pictures, one after the other.
 *
 * @returns the answer of the request's form, and how many cards it tells
 * @throws {CardOcrError} as `loadImage`, `CardReader.read` and `answerOf`
 */
export async function answerRequest(request: CardRequest, means: Means): Promise<{ answer: object; cards: number }> {
  const { settings, signal, requestId, today } = means;
  const limits = { limitBytes: settings.imageLimitBytes, buckets: settings.buckets, allowAddresses: settings.allowAddresses, signal };
  const readings: InputReading[] = [];
  for (const { source, options } of request.inputs) {
    const start = performance.now();
    const bytes = await loadImage(source, limits);
    const loadMs = performance.now() - start;
    const reader = await means.reader();
    readings.push({ reading: await reader.read(bytes, { today, signal }), options, loadMs });
  }
  return {
    answer: answerOf(request.form, readings, requestId),
    cards: readings.reduce((sum, { reading }) => sum + reading.cards.length, 0),
  };
}
