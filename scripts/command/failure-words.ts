import type { ErrorCode } from '../../lib';
import { listedFormats } from '../../lib/picture-formats';

const NOT_A_PICTURE = `This file is not a picture that can be read. ${listedFormats(' and ')} can be read.`;
const OUR_FAULT = 'The reader failed on this picture. Please report it.';

/** Sentences that say what went wrong with a picture in a file, and what to do about it. Errors that no file can cause are left out. */
const FAILURE_WORDS: Readonly<Partial<Record<ErrorCode | 'FILE_NOT_OPENED', string>>> = {
  FILE_NOT_OPENED: 'The file cannot be opened',
  REQUEST_TIMEOUT: 'Reading took too long. Try a smaller copy of the picture.',
  PAYLOAD_TOO_LARGE:
    'The picture is too large: a file may have 20 MB and 50 megapixels (AVIF 23, some 12; some HEIC, TIFF, PNG and JPEG 28 to 49).',
  IMAGE_SIZE:
    'The picture is too small, too large or too narrow: its sides must be 15 to 8192 pixels long, neither more than 50 times the other.',
  DOWNLOAD_FAILED: 'The picture cannot be fetched from S3. Check its name, the region and the credentials.',
  IMAGE_EMPTY: 'The file is empty.',
  IMAGE_DECODE_FAILED: NOT_A_PICTURE,
  GIF_OPEN_FAILED: NOT_A_PICTURE,
  GIF_READ_FAILED: NOT_A_PICTURE,
  GIF_DECODE_FAILED: NOT_A_PICTURE,
  GIF_WITHOUT_COLOR_MAP: NOT_A_PICTURE,
  GIF_EMPTY: NOT_A_PICTURE,
  NO_CARD: 'No bank card in this picture. Show the side with the number, large enough to fill most of the picture.',
  NUMBER_UNREADABLE:
    'There is a card, but its number cannot be read. Photograph it straight on, from close by, sharp, and without reflections on the digits.',
  BAD_GATEWAY: 'The reading process died on this picture twice. Please report it.',
};

/** Words for the codes by which the system says why a file cannot be opened. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  ELOOP: 'a link that leads to itself',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'it is a pipe, a socket or a device',
};

/** @param thrown - the file system's error */
export function systemWords(thrown: unknown): string {
  const code = String((thrown as NodeJS.ErrnoException | null)?.code ?? '');
  return SYSTEM_WORDS[code] ?? (code || 'unknown reason');
}

/**
 * Returns a failure as a sentence, with its code behind it: `No bank card in this picture. … (463 NO_CARD)`.
 *
 * @param message - the record's message, which tells why a file cannot be opened
 */
export function failureSentence({ status, code, message }: { status: number; code: string; message: string }): string {
  const words = FAILURE_WORDS[code as ErrorCode] ?? OUR_FAULT;
  const reason = code === 'FILE_NOT_OPENED' ? `${message.replace(/^[^:]*/, '')}.` : '';
  return `${words}${reason} (${status} ${code})`;
}
