/** The messages by code: what went wrong, and what a person can do about it. */
const MESSAGES = {
  CAMERA_REFUSED: 'the camera must not be used: the user or the browser refuses it',
  CAMERA_MISSING: 'there is no camera, or none that this page may see: pages get one on https and localhost only',
  CAMERA_FAILED: 'the camera shows nothing, or showed nothing any more',
  SERVICE_FAILED: 'the service did not read the picture: see cause',
} as const;

/** The error where no card could be read with a camera. */
export class CameraError extends Error {
  override readonly name = 'CameraError';

  /**
   * @param code - what failed: the camera, or with `SERVICE_FAILED` the service
   * @param cause - what the browser threw; with `SERVICE_FAILED` the `CardClientError`, or what `fetch` threw
   * @param picture - with `SERVICE_FAILED`: the frame that was sent last, a JPEG; else null
   */
  constructor(
    readonly code: keyof typeof MESSAGES,
    override readonly cause: unknown = undefined,
    readonly picture: Blob | null = null,
  ) {
    super(MESSAGES[code]);
  }
}
