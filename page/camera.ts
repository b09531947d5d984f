import { type CameraReading, type CameraState, readCard } from '../lib/camera';
import { byId } from './element';
import { OneAtATime } from './one-at-a-time';
import { jpegOf } from './smaller-copy';

const FILE_NAME = 'photograph.jpg';
/** Least time for which a state of the camera is shown, so that it can be read and heard: the state may change with every frame. */
const SHOWN_MS = 700;

/** Options of the camera's dialog. */
interface PhotographOptions {
  /** URL of the service */
  readonly url: string;
  /** access code; empty: none */
  readonly appCode: string;
  /** returns in words what the camera waits for */
  readonly wordsOf: (state: CameraState) => string;
}

/** While the browser asks for the camera, its dialog is not open yet, and its user need not answer: a second click then asks anew. */
const camera = new OneAtATime();

/** Returns a frame as a file. */
export const photographOf = (jpeg: Blob): File => new File([jpeg], FILE_NAME, { type: 'image/jpeg' });

/**
 * Shows what the camera sees, with a frame for the card, and reads the card, until the reading ends, a picture is taken by hand, or the dialog is closed.
 *
 * @returns the reading; or the picture that was taken by hand; null where the dialog was closed without either, the camera is in use already, or it was asked
 *   for anew before the browser let this one have it
 * @throws {CameraError} when there is no camera, it must not be used, or the service fails
 */
export const photograph = (options: PhotographOptions): Promise<CameraReading | File | null> =>
  camera.run((byHand, gotLeave) => readInDialog(options, byHand, gotLeave));

/** Gives up what the camera reads, also while the browser still asks for the camera: its dialog would open over the next picture. */
export const stopCamera = (): void => camera.stop();

/** @param byHand - aborts when the picture is taken by hand, the dialog is closed, or the camera is given up or asked for anew */
async function readInDialog(
  { url, appCode, wordsOf }: PhotographOptions,
  byHand: AbortController,
  gotLeave: () => void,
): Promise<CameraReading | File | null> {
  const dialog = byId('camera', HTMLDialogElement);
  const video = byId('camera-view', HTMLVideoElement);
  const shutter = byId('shutter', HTMLButtonElement);
  let taken: File | null = null;
  shutter.onclick = async () => {
    if (video.videoWidth === 0) return;
    const jpeg = await jpegOf(video, video.videoWidth, video.videoHeight);
    taken = jpeg && photographOf(jpeg);
    byHand.abort();
  };
  dialog.onclose = () => byHand.abort();
  const state = new SlowText(byId('camera-state', HTMLElement));
  const onState = (now: CameraState): void => {
    if (now === 'starting') {
      gotLeave();
      dialog.showModal();
      shutter.focus();
    }
    dialog.dataset.state = now;
    state.show(wordsOf(now));
  };
  try {
    return await readCard(video, { url, appCode, signal: byHand.signal, onState });
  } catch (thrown) {
    if (byHand.signal.aborted) return taken;
    throw thrown;
  } finally {
    state.end();
    // the handler would keep the photograph in memory
    shutter.onclick = null;
    dialog.onclose = null;
    dialog.close();
  }
}

/** An element whose text changes no faster than can be followed: of texts that come too fast, the last is shown. */
class SlowText {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next = '';

  constructor(private readonly shown: HTMLElement) {}

  show(text: string): void {
    this.next = text;
    if (this.timer === undefined) this.change();
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shown.textContent = '';
  }

  private change(): void {
    this.timer = undefined;
    if (this.shown.textContent === this.next) return;
    this.shown.textContent = this.next;
    this.timer = setTimeout(() => this.change(), SHOWN_MS);
  }
}
