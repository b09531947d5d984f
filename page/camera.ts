import { byId } from './element';
import { jpegOf } from './smaller-copy';

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
};
const FILE_NAME = 'photograph.jpg';

/** Whether this browser lets this page see through a camera: only on https and localhost. */
export const hasCamera = (): boolean => typeof navigator.mediaDevices?.getUserMedia === 'function';

/**
 * Show what the camera sees, with a frame for the card, until a picture is taken or the dialog is closed.
 *
 * @returns null: closed without one
 * @throws {DOMException} when there is no camera, or it must not be used
 */
export async function photograph(): Promise<File | null> {
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  const dialog = byId('camera', HTMLDialogElement);
  const video = byId('camera-view', HTMLVideoElement);
  const shutter = byId('shutter', HTMLButtonElement);
  video.srcObject = stream;
  dialog.showModal();
  shutter.focus();
  try {
    return await new Promise<File | null>((resolve) => {
      const take = async (): Promise<void> => {
        if (video.videoWidth === 0) return;
        const jpeg = await jpegOf(video, video.videoWidth, video.videoHeight);
        resolve(jpeg && new File([jpeg], FILE_NAME, { type: jpeg.type }));
      };
      shutter.onclick = () => void take();
      dialog.onclose = () => resolve(null);
    });
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    dialog.close();
  }
}
