/**
 * Every way a reading can fail: code → HTTP status and exact message of the wire contract (section 4).
 * Luhn failures, an unreadable expiry or an unknown BIN are not errors: they are fields or warnings of a reading.
 */
export const ERROR_CATALOGUE = {
  REQUEST_TIMEOUT: { status: 408, message: 'Request Timeout' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'Payload Too Large' },
  IMAGE_SIZE: { status: 421, message: 'Invalid Input - image size error' },
  IMAGE_EMPTY: {
    status: 462,
    message: 'Invalid Input - image data error - input image empty, please check your image binary data',
  },
  IMAGE_DECODE_FAILED: {
    status: 462,
    message: 'Invalid Input - image data error - image decode failed, please check your image binary data',
  },
  NO_CARD: { status: 463, message: 'Invalid Input - wrong category' },
  NUMBER_UNREADABLE: { status: 464, message: 'Invalid Result - algorithm run failed' },
  INFERENCE_FAILED: { status: 464, message: 'Invalid Result - algorithm runtime exception' },
  MODEL_OUTPUT_UNEXPECTED: { status: 464, message: 'Invalid Result - model output unexpected' },
  INTERNAL: { status: 469, message: 'Invalid Service - error code missing' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The one error class of the library. Never carries text from a request or a card. */
export class CardOcrError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'CardOcrError';
  readonly status: number;

  /**
   * @param code - a key of the catalogue; status and message follow from it
   * @param cause - what was thrown underneath, for a debugger only: never serialised
   */
  constructor(
    readonly code: Code,
    cause?: unknown,
  ) {
    super(ERROR_CATALOGUE[code].message, cause === undefined ? undefined : { cause });
    this.status = ERROR_CATALOGUE[code].status;
  }
}

/** Any thrown value as a catalogue error: unknown ones become INTERNAL (469). */
export const asCardOcrError = (thrown: unknown): CardOcrError =>
  thrown instanceof CardOcrError ? thrown : new CardOcrError('INTERNAL', thrown);
