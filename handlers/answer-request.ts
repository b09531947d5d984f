import {
  answerOf,
  type CardInput,
  CardOcrError,
  type CardOptions,
  type CardReader,
  type CardRequest,
  checkTellable,
  type ImageSource,
  type InputReading,
  loadImage,
  type ReadOptions,
  type RequestForm,
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
  /** of its pictures' files, as they come; of those that are refused, too */
  imageBytes: number;
  /** of its pictures before any shrinking, once they are decoded */
  pixels: number;
  /** cards that were read */
  cards: number;
  /** milliseconds, of all pictures together */
  readonly stages: Partial<Record<Stage | 'load' | 'wait', number>>;
}

export const emptyTrace = (): RequestTrace => ({ imageBytes: 0, pixels: 0, cards: 0, stages: {} });

/**
 * Load and read each of a request's pictures, one after the other; the limit on a picture's file is one on all of them together, and on all that is downloaded for
 * them. One that is downloaded is so before its turn, for that keeps no core busy; one that is in the request is unpacked when its turn comes, so that what
 * waits is there once.
 *
 * @returns the answer of the request's form
 * @throws {CardOcrError} as `loadImage`, `RequestQueue.inTurn`, `CardReader.read`, `CardReader.readTogether` and `answerOf`
 */
export async function answerRequest({ form, inputs, isOneCard }: CardRequest, context: RequestContext): Promise<AnsweredRequest> {
  const readings: InputReading[] = [];
  if (isOneCard) readings.push(await readTogether(inputs, context));
  else for (const input of inputs) readings.push(await readInput(input, form, context));
  return { answer: answerOf(form, readings, context.requestId), warnings: untoldWarnings(form, readings) };
}

/** @throws {CardOcrError} as `checkTellable`, too, so that nothing is read behind a number for which the answer has no place */
async function readInput({ source, options }: CardInput, form: RequestForm, context: RequestContext): Promise<InputReading> {
  const before = context.trace.stages.load ?? 0;
  const downloaded = isRemote(source) ? await load(source, context) : null;
  const reading = await inTurn(async (waited) => {
    const bytes = downloaded ?? (await load(source, context));
    waited();
    return (await context.reader()).read(bytes, readOptionsOf(options, context));
  }, context);
  context.trace.cards += reading.cards.length;
  const read = { reading, options: certain(options, context), loadMs: (context.trace.stages.load ?? 0) - before };
  checkTellable(form, read);
  return read;
}

/** A picture that cannot be loaded does not keep the others from being read. */
async function readTogether(inputs: readonly CardInput[], context: RequestContext): Promise<InputReading> {
  const { options } = inputs[0]!;
  const downloaded = new Map<number, Promise<Uint8Array>>();
  const pictures = inputs.map(
    ({ source }, i) =>
      () =>
        downloaded.get(i) ?? load(source, context),
  );
  const inTurnOf = async <T>(work: () => Promise<T>, i?: number): Promise<T> => {
    if (i !== undefined && isRemote(inputs[i]!.source)) {
      const download = load(inputs[i]!.source, context);
      downloaded.set(i, download);
      // it is the reader that is told why
      await download.catch(() => null);
    }
    const worked = inTurn((waited) => {
      waited();
      return work();
    }, context);
    return worked.finally(() => downloaded.clear());
  };
  const reader = await context.reader();
  const reading = await reader.readTogether(pictures, { ...readOptionsOf(options, context), inTurn: inTurnOf });
  for (const picture of reading.pictures) context.trace.cards += picture.reading?.cards.length ?? 0;
  return { reading, options: certain(options, context), loadMs: context.trace.stages.load ?? 0 };
}

const isRemote = ({ kind }: ImageSource): boolean => kind === 'url' || kind === 's3';

async function load(source: ImageSource, { settings, signal, trace }: RequestContext): Promise<Uint8Array> {
  const { imageLimitBytes, buckets, allowAddresses } = settings;
  const start = performance.now();
  const limitBytes = imageLimitBytes - trace.imageBytes;
  const onBytes = (count: number): void => {
    trace.imageBytes += count;
  };
  // nobody is asked for what could not be taken
  if (isRemote(source) && limitBytes <= 0) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  try {
    return await loadImage(source, { limitBytes, onBytes, buckets, allowAddresses, signal });
  } finally {
    add(trace, 'load', performance.now() - start);
  }
}

/** @param work - calls `waited` once it has what it works on: only then the wait counts */
function inTurn<T>(work: (waited: () => void) => Promise<T>, { queue, signal, trace }: RequestContext): Promise<T> {
  const start = performance.now();
  return queue.inTurn(() => {
    const ms = performance.now() - start;
    return work(() => add(trace, 'wait', ms));
  }, signal);
}

function readOptionsOf({ mask, crop, strip }: CardOptions, { today, signal, trace }: RequestContext): ReadOptions {
  const cut = mask ? 'masked' : 'plain';
  return {
    today,
    signal,
    crop: crop ? cut : undefined,
    strip: strip ? cut : undefined,
    onDecoded: ({ width, height }) => {
      trace.pixels += width * height;
    },
    onStage: (stage, ms) => add(trace, stage, ms),
  };
}

const certain = (options: CardOptions, { settings }: RequestContext): CardOptions => ({
  ...options,
  minConfidence: options.minConfidence ?? settings.minConfidence,
});

function add({ stages }: RequestTrace, stage: Stage | 'load' | 'wait', ms: number): void {
  stages[stage] = (stages[stage] ?? 0) + ms;
}
