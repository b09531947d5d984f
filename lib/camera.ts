import { checkAsked, checkNames } from './argument-checks';
import { CameraError } from './camera/camera-error';
import { type GreyPicture, greyOf } from './camera/grey-picture';
import type { NumberDoubt } from './camera/kept-pictures';
import { NewFrames } from './camera/new-frames';
import {
  type CameraReading,
  type CameraState,
  type FrameJudgement,
  type FrameOptions,
  type Frames,
  LIMIT_MS,
  MAX_PICTURES,
  readFrames,
} from './camera/read-frames';
import { CardClient, CardClientError, type ClientOptions } from './client';
import type { Size } from './geometry';
import { MAX_TOGETHER } from './several-pictures';
import { unlessAborted } from './unless-aborted';

// For browsers: this is the only file of lib/ that uses the DOM. page/tsconfig.json compiles it.

export { CameraError, type CameraReading, type CameraState, CardClientError, type FrameJudgement, type NumberDoubt };

/** Options of `readCard`. */
export interface CameraOptions extends Pick<ClientOptions, 'url' | 'appCode' | 'fetch'>, FrameOptions {
  /** the stream of a camera that is open already; `readCard` stops it in every case. Default: the browser asks its user for a camera, on a phone the one on its back */
  readonly stream?: MediaStream | undefined;
}

const OF_CAMERA: readonly (keyof CameraOptions)[] = ['stream', 'limitMs', 'maxPictures', 'onState', 'onFrame'];
const OF_CLIENT: readonly (keyof CameraOptions)[] = ['url', 'appCode', 'fetch', 'mask', 'crop', 'strip', 'signal'];
const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
};
/** The longest side of a frame that is sent, px. */
const SENT_SIDE = 1920;
/** The longest side of a frame that is judged, px. It is shrunk to a half at least: at full size no camera is sharp. */
const JUDGED_SIDE = 640;
const JPEG_QUALITY = 0.9;

/** Returns whether this browser can give this page a camera, which it does on https and localhost only; false where no browser is, as on servers that render pages. */
export const hasCamera = (): boolean => typeof globalThis.navigator?.mediaDevices?.getUserMedia === 'function';

/**
 * Reads the card that is held before the camera. It sends frames that are sharp and still, at most two a second, and has them read together until nothing of the
 * number is in doubt, or for 10 s. It always stops the camera in the end, also a stream that it was given, and also after a `TypeError`.
 *
 * @param video - shows what the camera sees
 * @returns what was read; where its `doubts` are not empty, a person has to compare the number with the card
 * @throws {TypeError} without a URL, or for options of another type
 * @throws {CameraError} where there is no camera, or the service failed
 * @throws {unknown} the signal's reason when it aborts
 * @example
 * const { doubts, answer } = await readCard(document.querySelector('video'), { url: 'https://…/prod', appCode });
 * if (doubts.length === 0) form.number.value = answer.cards[0].pan;
 */
export async function readCard(video: HTMLVideoElement, options: CameraOptions): Promise<CameraReading> {
  let { stream } = options ?? {};
  try {
    const client = clientFor(video, options);
    stream ??= await openCamera(options.signal);
    options.signal?.throwIfAborted();
    return await readStream(video, stream, client, options);
  } finally {
    letGo(stream);
  }
}

/** @throws {TypeError} for arguments of another type */
function clientFor(video: unknown, options: CameraOptions): CardClient {
  if (typeof options !== 'object' || options === null) throw new TypeError('readCard needs options, the URL of the service among them');
  checkNames(options, [...OF_CLIENT, ...OF_CAMERA], 'readCard');
  const { url, appCode, fetch, maxPictures = MAX_PICTURES, limitMs = LIMIT_MS, stream, onState, onFrame } = options;
  if (typeof (video as Partial<HTMLVideoElement> | null)?.play !== 'function') throw new TypeError('readCard needs a video element');
  if (!(Number.isInteger(maxPictures) && maxPictures >= 1 && maxPictures <= MAX_TOGETHER))
    throw new TypeError(`maxPictures is a whole number from 1 to ${MAX_TOGETHER}`);
  if (!(typeof limitMs === 'number' && limitMs > 0)) throw new TypeError('limitMs is a number of milliseconds, more than 0');
  checkAsked(options);
  for (const [name, called] of Object.entries({ onState, onFrame }))
    if (called !== undefined && typeof called !== 'function') throw new TypeError(`${name} is a function`);
  if (stream !== undefined && typeof stream?.getTracks !== 'function') throw new TypeError('stream is a MediaStream');
  return new CardClient({ url, appCode, fetch, attempts: 1 });
}

async function readStream(
  video: HTMLVideoElement,
  stream: MediaStream,
  client: CardClient,
  options: CameraOptions,
): Promise<CameraReading> {
  const frames = new VideoFrames(video, stream);
  try {
    frames.start();
    return await readFrames(frames, client, options);
  } finally {
    frames.stop();
  }
}

function letGo(stream: Partial<MediaStream> | undefined): void {
  for (const track of stream?.getTracks?.() ?? []) track.stop();
}

/** The errors that a browser throws, by name, and the codes for them. */
const REFUSALS: Readonly<Record<string, CameraError['code']>> = {
  NotAllowedError: 'CAMERA_REFUSED',
  SecurityError: 'CAMERA_REFUSED',
  NotFoundError: 'CAMERA_MISSING',
  OverconstrainedError: 'CAMERA_MISSING',
};

async function openCamera(signal: AbortSignal | undefined): Promise<MediaStream> {
  signal?.throwIfAborted();
  if (!hasCamera()) throw new CameraError('CAMERA_MISSING');
  const asked = navigator.mediaDevices.getUserMedia(WANTED).catch((thrown) => {
    throw new CameraError(REFUSALS[(thrown as DOMException).name] ?? 'CAMERA_FAILED', thrown);
  });
  return unlessAborted(asked, signal).catch((thrown) => {
    // the browser's question to its user cannot be withdrawn: a camera that is granted after that is stopped at once
    asked.then(letGo, () => {});
    throw thrown;
  });
}

/** The frames of a stream, as a video element shows them. */
class VideoFrames implements Frames {
  private readonly sent = document.createElement('canvas');
  private readonly judged = document.createElement('canvas');
  private readonly newFrames: NewFrames;
  private readonly judgedPixels = this.judged.getContext('2d', { willReadFrequently: true })!;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly stream: MediaStream,
  ) {
    this.newFrames = new NewFrames(video);
  }

  start(): void {
    Object.assign(this.video, { srcObject: this.stream, muted: true, playsInline: true });
    // its result does not matter: `look` sees whether there are frames
    this.video.play().catch(() => {});
  }

  look(): GreyPicture | null {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (this.stream.getVideoTracks().every(({ readyState }) => readyState === 'ended')) throw new CameraError('CAMERA_FAILED');
    if (width === 0 || !this.newFrames.hasNew()) return null;
    const { sent, judged } = this;
    draw(this.video, { width, height }, sent, Math.min(1, SENT_SIDE / Math.max(width, height)));
    draw(sent, sent, judged, Math.min(0.5, JUDGED_SIDE / Math.max(sent.width, sent.height)));
    const { data } = this.judgedPixels.getImageData(0, 0, judged.width, judged.height);
    return greyOf(data, judged.width, judged.height);
  }

  file(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.sent.toBlob((blob) => (blob ? resolve(blob) : reject(new CameraError('CAMERA_FAILED'))), 'image/jpeg', JPEG_QUALITY);
    });
  }

  /** Stops the camera and forgets the frames. */
  stop(): void {
    this.newFrames.stop();
    letGo(this.stream);
    // another reading may use the video element by now
    if (this.video.srcObject === this.stream) this.video.srcObject = null;
    for (const canvas of [this.sent, this.judged]) canvas.width = canvas.height = 0;
  }
}

function draw(source: CanvasImageSource, { width, height }: Size, canvas: HTMLCanvasElement, scale: number): void {
  const [across, down] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, across, down);
}
