/** So many bytes at the beginning of a file tell what it is, and where cameras and apps put EXIF. */
export const HEAD_BYTES = 2 ** 18;

const JPEG = /^ÿØÿ/;

/** What the service and browsers turn differently, or see another picture of: covers would lie elsewhere. */
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are bytes of files
const SEEN_DIFFERENTLY = [
  // a WebP with EXIF: browsers do not turn it
  /^RIFF.{4}WEBPVP8X.{4}[\x08-\x0f\x18-\x1f\x28-\x2f\x38-\x3f]/s,
  // EXIF whose name does not end with two zeros: the service does not turn it
  /Exif\0[^\0]/,
  // an orientation that is not one SHORT, big-endian and little-endian: browsers do not turn it
  /\x01\x12\0(?!\x03\0\0\0\x01)[\x01-\x0d]\0\0/,
  /\x12\x01(?!\x03\0\x01\0\0\0)[\x01-\x0d]\0..\0\0/s,
  // a PNG that moves: its first image need not be its first frame
  /acTL/,
];
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: they are bytes of files

/** How a picture may be shown with its digits covered, by the first bytes of its file: as it is, as a still of it, or not at all. */
export function showing(head: Uint8Array): 'as-it-is' | 'still' | 'not' {
  const text = new TextDecoder('latin1').decode(head);
  if (SEEN_DIFFERENTLY.some((form) => form.test(text))) return 'not';
  return JPEG.test(text) ? 'as-it-is' : 'still';
}
