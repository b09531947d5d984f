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

/** What a request is answered with. */
export interface RequestContext {
  readonly reader: () => Promise<CardReader>;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** the date by which cards have expired or not */
  readonly today: Date;
  /** the queue in which a picture waits until it may be read */
  readonly queue: Pick<RequestQueue, 'inTurn'>;
  /** updated while the request is answered */
  readonly trace: RequestTrace;
}

export interface AnsweredRequest {
  /** to be sent as JSON */
  readonly answer: object;
  /** warnings that the answer has no place for */
  readonly warnings: readonly Warning[];
}

/** What a request has cost so far, for the log, also where it fails. */
interface RequestTrace {
  /** bytes of its pictures' files, also of files that are refused */
  imageBytes: number;
  /** pixels of its decoded pictures, before any shrinking */
  pixels: number;
  /** number of cards that were read */
  cards: number;
  /** milliseconds per stage, of all pictures together */
  readonly stages: Partial<Record<Stage | 'load' | 'wait', number>>;
}

/** Returns the trace of a request that has not begun. */
export const emptyTrace = (): RequestTrace => ({ imageBytes: 0, pixels: 0, cards: 0, stages: {} });

/**
 * Loads and reads a request's pictures, one after the other. The limit on a picture's file holds for all of them together, and for all bytes that are downloaded for
 * them. A remote picture is downloaded before its turn, as that keeps no core busy; one that is in the request is decoded from base64 when its turn comes, so that while
 * it waits there is only one copy of it.
 *
 * @returns the answer in the request's form
 * @throws {CardOcrError} as `loadImage`, `RequestQueue.inTurn`, `CardReader.read`, `CardReader.readTogether` and `answerOf`
 */
export async function answerRequest({ form, inputs, isOneCard }: CardRequest, context: RequestContext): Promise<AnsweredRequest> {
  const readings: InputReading[] = [];
  if (isOneCard) readings.push(await readTogether(inputs, context));
  else for (const input of inputs) readings.push(await readInput(input, form, context));
  return { answer: answerOf(form, readings, context.requestId), warnings: untoldWarnings(form, readings) };
}

/** @throws {CardOcrError} also as `checkTellable`, so that no more pictures are read after a number for which the answer has no place */
async function readInput({ source, options }: CardInput, form: RequestForm, context: RequestContext): Promise<InputReading> {
  const before = context.trace.stages.load ?? 0;
  const downloaded = isRemote(source) ? await load(source, context) : null;
  const reading = await inTurn(async (waited) => {
    const bytes = downloaded ?? (await load(source, context));
    waited();
    return (await context.reader()).read(bytes, readOptionsOf(options, context));
  }, context);
  context.trace.cards += reading.cards.length;
  const read = { reading, options: withDefaultConfidence(options, context), loadMs: (context.trace.stages.load ?? 0) - before };
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
      // the reader gets the error when it asks for the picture
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
  return { reading, options: withDefaultConfidence(options, context), loadMs: context.trace.stages.load ?? 0 };
}

const isRemote = ({ kind }: ImageSource): boolean => kind === 'url' || kind === 's3';

async function load(source: ImageSource, { settings, signal, trace }: RequestContext): Promise<Uint8Array> {
  const { imageLimitBytes, buckets, allowAddresses } = settings;
  const start = performance.now();
  const limitBytes = imageLimitBytes - trace.imageBytes;
  const onBytes = (count: number): void => {
    trace.imageBytes += count;
  };
  // nothing is downloaded that would be refused
  if (isRemote(source) && limitBytes <= 0) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  try {
    return await loadImage(source, { limitBytes, onBytes, buckets, allowAddresses, signal });
  } finally {
    add(trace, 'load', performance.now() - start);
  }
}

/** @param work - calls `waited` once it has its picture: only then the wait is added to the trace */
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

const withDefaultConfidence = (options: CardOptions, { settings }: RequestContext): CardOptions => ({
  ...options,
  minConfidence: options.minConfidence ?? settings.minConfidence,
});

function add({ stages }: RequestTrace, stage: Stage | 'load' | 'wait', ms: number): void {
  stages[stage] = (stages[stage] ?? 0) + ms;
}
