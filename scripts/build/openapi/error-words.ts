import type { ErrorCode } from '../../../lib/errors';
import { listedFormats } from '../../../lib/picture-formats';

/** When an error is answered, and what a client should do. */
interface ErrorWords {
  readonly when: string;
  readonly advice: string;
}

const FIX_REQUEST = 'Correct the request.';
const RAW_PICTURE = 'Correct the request. A raw picture goes to `/v1/cards`, as `application/octet-stream`.';
const ANOTHER_FILE = `Send the picture as ${listedFormats(' or ')}.`;
const REPORT = 'Report it with the request id.';
const TRY_AGAIN = 'Try again after a pause.';

/** The words for every code of the catalogue. */
export const ERROR_WORDS: Readonly<Record<ErrorCode, ErrorWords>> = {
  INVALID_URL: {
    when: 'nothing is at this path, or not for this method; `serve`: it is called by a name that it was not told (`--name`), or what came is no HTTP request',
    advice: 'Correct the URL.',
  },
  FORBIDDEN: {
    when: 'there is no key, an unknown one or two different ones, or its quota is used up',
    advice: 'Send a valid key as `Authorization: APPCODE …`.',
  },
  REQUEST_TIMEOUT: {
    when: 'the time budget is used up (download, decoding and reading count; for `serve` the upload, too), decoding takes over 5 s, the head is not there in 8 s, or nothing of the body comes for 5 s (`serve`)',
    advice: 'Send a smaller picture, or the picture itself in place of a URL.',
  },
  PAYLOAD_TOO_LARGE: {
    when: 'the body is over 10 MB (deployed on AWS: 6 MB), the head over 16 KB (`serve`), there are more than 16 `inputs` or 8 `images` (or what the operator allows), the pictures of a request are over 20 MB together, or one is over 50 megapixels, some formats fewer (api.md); deployed on AWS also an answer over 6 MB: many pictures with `crop` and `strip`',
    advice: 'Send a smaller copy: 2000 px are enough; or fewer pictures.',
  },
  IMAGE_SIZE: {
    when: 'the shorter side is under 15 px, the longer one over 8192 px, or more than 50 times the shorter',
    advice: 'Scale the picture.',
  },
  THROTTLED: { when: 'too many requests arrive at once', advice: TRY_AGAIN },
  JSON_UNPARSABLE: {
    when: 'the body is not JSON, is deeper than 64, or has over 20,000 strings, commas and brackets; on `/bankcard` also a raw picture, or multipart',
    advice: RAW_PICTURE,
  },
  IMAGE_MISSING: { when: '`image` is missing, or `images` is empty', advice: FIX_REQUEST },
  IMAGE_FORMAT: {
    when: '`image` is not a string, or `images` not an array of them; in the `inputs` request: not an object with `dataType` and `dataValue`',
    advice: FIX_REQUEST,
  },
  INPUTS_MISSING: { when: '`inputs` is null or empty', advice: FIX_REQUEST },
  INPUTS_NOT_ARRAY: { when: '`inputs` is not an array', advice: FIX_REQUEST },
  DATA_VALUE_FORMAT: { when: '`dataValue` of `image` is not a string', advice: FIX_REQUEST },
  CONFIGURE_FORMAT: {
    when: '`configure` is not an object (in the `inputs` request: with `dataType` and `dataValue`), `minConfidence` is no number from 0 to 1, nor one in quotes, or `sameCard` is false for several pictures',
    advice: FIX_REQUEST,
  },
  CONFIGURE_UNPARSABLE: { when: '`configure` is text that is not JSON', advice: FIX_REQUEST },
  REQUEST_SHAPE: {
    when: 'the body is JSON of any other shape, a form of more than 100 fields (as a raw picture may look that is sent as one), multipart of more than 20 parts or with one that is no `form-data` with a name, one object of the JSON has `mask`, `configure`, `minConfidence`, `inputs` or `dataValue` twice, there are two `configure` in whatever spelling, or two `image` in a form, or a name is nearly `mask` or `configure` (api.md)',
    advice: RAW_PICTURE,
  },
  DOWNLOAD_FAILED: {
    when: 'the host is unknown, unreachable or not public, does not answer 2xx, redirects more than 3 times, or takes over 8 s (3 s to connect, 5 s without a byte); the file comes compressed; the URL has a user, a password or over 8192 characters; S3: the bucket is not allowed, or the object is not there',
    advice: 'Check that anyone can download the URL, or send the picture itself.',
  },
  IMAGE_EMPTY: { when: 'the text, the file or the download is empty', advice: FIX_REQUEST },
  IMAGE_DECODE_FAILED: {
    when: 'the file is not a picture, is of another format, or is damaged; or it is a TIFF of integers of 32 bits or grey floats',
    advice: ANOTHER_FILE,
  },
  BASE64_FAILED: { when: 'there are more than two `=` at the end, and the length is a multiple of 4', advice: FIX_REQUEST },
  BASE64_DATA_HEADER: { when: 'the text starts with `data:`', advice: 'Send what follows the comma.' },
  BASE64_PADDING: { when: 'the length, without white space, is not a multiple of 4', advice: FIX_REQUEST },
  BASE64_ALPHABET: { when: 'there is a character outside the alphabet, or `=` before the end', advice: FIX_REQUEST },
  GIF_OPEN_FAILED: { when: 'the header of a GIF cannot be read', advice: ANOTHER_FILE },
  GIF_READ_FAILED: { when: 'the blocks of a GIF are truncated', advice: ANOTHER_FILE },
  GIF_DECODE_FAILED: { when: 'the LZW data of a GIF is broken', advice: ANOTHER_FILE },
  GIF_WITHOUT_COLOR_MAP: { when: 'a GIF has neither a global nor a local colour table', advice: ANOTHER_FILE },
  GIF_EMPTY: { when: 'a GIF has no frame, or one of 0 pixels', advice: ANOTHER_FILE },
  NO_CARD: {
    when: 'the picture shows no bank card: no number of one is read, and no outline of one is plain to see',
    advice: 'Ask for a picture of the side with the number, large enough to fill most of it.',
  },
  NUMBER_UNREADABLE: {
    when: 'there is a card, or something of its shape, but no number of a card can be read on it',
    advice: 'Ask for a sharper picture, straight on, without reflections.',
  },
  INFERENCE_FAILED: { when: 'a network failed', advice: REPORT },
  NUMBER_NOT_CERTAIN: {
    when: 'on `/bankcard`, and in the field names of another service: the number was read, but with less than the minimum confidence',
    advice: 'Ask for a better picture, or read it with `/v1/cards`, which tells the number and the confidence of each digit.',
  },
  MODEL_OUTPUT_UNEXPECTED: { when: 'a network answered in another shape than its manifest says', advice: REPORT },
  ANSWER_INVALID: { when: 'the answer does not fit its own schema', advice: REPORT },
  INTERNAL: { when: 'anything else; the log has the request id', advice: REPORT },
  BAD_GATEWAY: { when: 'the function died, or no instance of it is free', advice: TRY_AGAIN },
  SERVICE_UNAVAILABLE: { when: 'the gateway gave up waiting', advice: TRY_AGAIN },
};
