import { type CardClient, CardClientError, type CardsAnswer, type ClientReadOptions } from '../client';
import { pause } from '../pause';
import { startDeadline } from '../source/deadline';
import { CameraError } from './camera-error';
import { type GreyPicture, motionBetween, sharpnessOf } from './grey-picture';
import { doubtsOf, isOfPictures, keptAfterAnswer, keptAfterError, type NumberDoubt, sentTogether } from './kept-pictures';

/** A source of frames. */
export interface Frames {
  /**
   * Looks at the present frame.
   *
   * @returns the frame, small and grey; null while there is none yet, or none but that of the look before
   * @throws {CameraError} `CAMERA_FAILED` when there will be no more frames
   */
  look(): GreyPicture | null;
  /** Returns the frame that was looked at last, as a file. */
  file(): Promise<Blob>;
}

/** What the reading waits for: the camera's first frame, a card that is held still, a sharp picture, the service. With `done` it has ended. */
export type CameraState = 'starting' | 'moving' | 'blurred' | 'reading' | 'done';

/** How sharp and still a frame is. */
export interface FrameJudgement {
  /** 0 for a frame of one shade, 0.06 for a smooth slope, 0.2 to 0.35 for sharp frames, 1 for mere noise; there is no highest */
  readonly sharpness: number;
  /** how much it differs from the frame before: 0 for not at all */
  readonly motion: number;
  /** sharp and still enough to be sent */
  readonly isGood: boolean;
}

/** Options of a reading from frames. */
export interface FrameOptions extends Pick<ClientReadOptions, 'mask' | 'crop' | 'strip' | 'signal'> {
  /** how long to read, from the first frame on; default: 10 s */
  readonly limitMs?: number | undefined;
  /** how many pictures are sent together at most: 1 to 8; default: 5 */
  readonly maxPictures?: number | undefined;
  /** called whenever the state changes */
  readonly onState?: ((state: CameraState) => void) | undefined;
  /** called for each frame that is looked at, about ten a second; not while the service reads */
  readonly onFrame?: ((frame: FrameJudgement) => void) | undefined;
}

/** What was read with a camera. The number is certain only if `doubts` is empty. */
export interface CameraReading {
  /** why the number is not certain; empty: it is */
  readonly doubts: readonly NumberDoubt[];
  /** the last answer of the service, with one card; null where no frame showed a number */
  readonly answer: CardsAnswer | null;
  /** the frame that shows the number best, a JPEG; the answer's places are in its pixels; null without an answer */
  readonly picture: Blob | null;
  /** how long the request of the answer took, measured here; 0 without an answer */
  readonly requestMs: number;
}

/** The time between two looks at frames. */
const LOOK_MS = 100;
/** The least time from the beginning of a request to that of the next: at most two a second. */
const REQUEST_MS = 500;
/** A first request that is open for this long when the time is over counts as never answered. */
export const UNANSWERED_MS = 3000;
const START_MS = 10_000;
export const LIMIT_MS = 10_000;
export const MAX_PICTURES = 5;
/** The least sharpness of a frame that is sent. Most frames that a card fills with digits blurred by more than 0.05 of their height are below it. */
export const SHARP = 0.12;
export const STILL = 0.25;

const NOTHING: CameraReading = { doubts: doubtsOf(undefined), answer: null, picture: null, requestMs: 0 };

/**
 * Reads a card that is held before a camera. It sends the frames that are sharp and still, each with the best ones before it, until nothing is in doubt or the time
 * is over. One request at a time; afterwards no frame is kept but the picture of the reading or of the error.
 *
 * @param client - should make one attempt only: after a failure the next frame is sent
 * @throws {CameraError} `CAMERA_FAILED`; `SERVICE_FAILED`, also where the service refused or never answered all requests until the time was over
 * @throws {unknown} the signal's reason when it aborts
 */
export async function readFrames(
  frames: Frames,
  client: Pick<CardClient, 'readTogether'>,
  options: FrameOptions = {},
): Promise<CameraReading> {
  const watch = new Watch(frames, options);
  try {
    await watch.firstFrame();
    return await readUntilCertain(watch, new Reading(client, options), options);
  } finally {
    watch.enter('done');
  }
}

async function readUntilCertain(watch: Watch, reading: Reading, { limitMs = LIMIT_MS, signal }: FrameOptions): Promise<CameraReading> {
  const deadline = startDeadline(limitMs, signal);
  try {
    while (!reading.isCertain) {
      const picture = await watch.goodFrame(reading.nextRequestAt, deadline.signal);
      watch.enter('reading');
      await reading.add(picture, deadline.signal);
    }
  } catch (thrown) {
    if (!deadline.isOver()) throw thrown;
  } finally {
    deadline.end();
  }
  if (reading.refusal) throw reading.refusal;
  return reading.latest;
}

/** Judges frames, and reports what the reading waits for. */
class Watch {
  private state: CameraState | null = null;
  /** the last frame that was seen */
  private seen: GreyPicture | null = null;

  constructor(
    private readonly frames: Frames,
    private readonly options: FrameOptions,
  ) {}

  enter(state: CameraState): void {
    if (state === this.state) return;
    this.state = state;
    this.options.onState?.(state);
  }

  async firstFrame(): Promise<void> {
    this.enter('starting');
    for (const end = performance.now() + START_MS; this.look() === null; ) {
      if (performance.now() >= end) throw new CameraError('CAMERA_FAILED');
      await pause(LOOK_MS, this.options.signal);
    }
  }

  /** Waits for the first frame after a time that is sharp and still. */
  async goodFrame(fromMs: number, signal: AbortSignal): Promise<Blob> {
    // a frame from before the last request would say nothing of how still the card is now
    this.look();
    for (;;) {
      await pause(LOOK_MS, signal);
      const before = this.seen;
      const frame = this.look();
      const isGood = frame !== null && before !== null && this.judge(before, frame);
      if (isGood && performance.now() >= fromMs) return this.frames.file();
    }
  }

  /** Looks for a new frame; where there is none, the one before stays what was seen last. */
  private look(): GreyPicture | null {
    const frame = this.frames.look();
    this.seen = frame ?? this.seen;
    return frame;
  }

  private judge(before: GreyPicture, frame: GreyPicture): boolean {
    const sharpness = sharpnessOf(frame);
    const motion = isOfOneSize(before, frame) ? motionBetween(before, frame) : Number.POSITIVE_INFINITY;
    const isStill = motion <= STILL;
    const isGood = isStill && sharpness >= SHARP;
    this.options.onFrame?.({ sharpness, motion, isGood });
    if (!isGood) this.enter(isStill ? 'blurred' : 'moving');
    return isGood;
  }
}

/** Whether two frames have the same size: those of a phone that is turned in between have not. */
const isOfOneSize = (a: GreyPicture, b: GreyPicture): boolean => a.width === b.width && a.height === b.height;

/** What was read so far, and the pictures that are sent again. */
class Reading {
  /** when the next request may begin, by the clock of `performance` */
  nextRequestAt = 0;
  /** what the last answer said */
  latest: CameraReading = NOTHING;
  /** why the service has not looked at any picture yet: its last refusal, or that it did not answer; null once it has */
  refusal: CameraError | null = null;
  private kept: Blob[] = [];
  private hasLooked = false;
  private mostPictures: number;

  constructor(
    private readonly client: Pick<CardClient, 'readTogether'>,
    private readonly options: FrameOptions,
  ) {
    this.mostPictures = options.maxPictures ?? MAX_PICTURES;
  }

  get isCertain(): boolean {
    return this.latest.doubts.length === 0;
  }

  /** Has a picture read, together with those that were kept. */
  async add(picture: Blob, signal: AbortSignal): Promise<void> {
    const pictures = sentTogether(this.kept, picture);
    const { mask, crop, strip } = this.options;
    const start = performance.now();
    this.nextRequestAt = start + REQUEST_MS;
    try {
      const answer = await this.client.readTogether(pictures, { mask, crop, strip, signal });
      this.latest = {
        doubts: doubtsOf(answer.cards[0]),
        answer,
        picture: pictures[answer.shownIn ?? 0] ?? picture,
        requestMs: performance.now() - start,
      };
      this.kept = keptAfterAnswer(pictures, answer, this.mostPictures - 1);
      this.looked();
    } catch (thrown) {
      if (signal.aborted) {
        const isUnanswered = !this.hasLooked && performance.now() - start >= UNANSWERED_MS;
        if (isUnanswered) this.refusal = new CameraError('SERVICE_FAILED', signal.reason, picture);
        throw signal.reason;
      }
      this.kept = this.keptAfter(thrown, pictures);
    }
  }

  /** @throws {CameraError} `SERVICE_FAILED` where another frame will do no better */
  private keptAfter(thrown: unknown, pictures: readonly Blob[]): Blob[] {
    const failure = new CameraError('SERVICE_FAILED', thrown, pictures.at(-1));
    if (!(thrown instanceof CardClientError)) throw failure;
    if (thrown.code === 'PAYLOAD_TOO_LARGE') this.mostPictures = pictures.length - 1;
    const kept = keptAfterError(pictures, thrown.code, this.mostPictures - 1);
    if (kept === null) throw failure;
    if (isOfPictures(thrown.code)) this.looked();
    else if (!this.hasLooked) this.refusal = failure;
    return kept;
  }

  private looked(): void {
    this.hasLooked = true;
    this.refusal = null;
  }
}
