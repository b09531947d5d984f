import { asBuffer } from '../as-buffer';

/** JPEG, PNG, GIF, WebP (and other RIFF), BMP, TIFF in both byte orders, AVIF and HEIF. */
const PICTURE_SIGNATURE = /^(\xff\xd8|\x89PNG|GIF8|RIFF|BM|II\*\0|MM\0\*|.{4}ftyp)/s;
const SIGNATURE_LENGTH = 8;
const HEAD_LENGTH = 1024;
const FIRST_SIGN = /[^\s\uFEFF]/;
const JSON_SIGNS: readonly string[] = ['{', '[', '"'];
const FORM_BODY = /^\s*(image|configure)=/;
/** Signs that show that a body is no text: what decoding puts in place of bytes that are not UTF-8, and NUL. */
const NO_TEXT = /[\uFFFD\0]/;
/** What is left of a sign of up to four bytes of which the last are cut off. */
const CUT_SIGN = /\uFFFD{1,3}$/;

/** Whether bytes begin as one of the usual picture formats does. */
export const isPicture = (bytes: Uint8Array): boolean => PICTURE_SIGNATURE.test(asBuffer(bytes).toString('latin1', 0, SIGNATURE_LENGTH));

/** The beginning of a body, enough to see what it is, so that megabytes of text need not be encoded. */
export const beginningOf = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body.slice(0, HEAD_LENGTH)) : body.subarray(0, HEAD_LENGTH);

/** The beginning of a body as text. */
export const headOf = (bytes: Uint8Array): string => asBuffer(bytes.subarray(0, HEAD_LENGTH)).toString('utf8').replace(CUT_SIGN, '');

/** Whether a text begins as a JSON object, array or string does. */
export const isJson = (text: string): boolean => JSON_SIGNS.includes(FIRST_SIGN.exec(text)?.[0] ?? '');

export const isForm = (text: string): boolean => FORM_BODY.test(text);

/** Whether the decoded beginning of a body is text at all. */
export const isReadable = (head: string): boolean => !NO_TEXT.test(head);
