/** So many bytes at the beginning of a file tell what it is: the 21st of a WebP has its flags. */
export const HEAD_BYTES = 21;
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const EXTENDED_WEBP = [0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x58];
/** Where that stands, and its flags; the flag that it has EXIF. */
const WEBP_AT = 8;
const FLAGS_AT = 20;
const EXIF = 0x08;

const has = (bytes: Uint8Array, wanted: readonly number[], at = 0): boolean => wanted.every((byte, i) => bytes[at + i] === byte);

/** How a picture may be shown with its digits covered, by the first bytes of its file: as it is, as a still of it, or not at all. */
export function showing(head: Uint8Array): 'as-it-is' | 'still' | 'not' {
  if (has(head, JPEG)) return 'as-it-is';
  // browsers do not turn a WebP as its EXIF says, but the service does: covers would lie elsewhere
  const isTurned = has(head, RIFF) && has(head, EXTENDED_WEBP, WEBP_AT) && (head[FLAGS_AT]! & EXIF) !== 0;
  return isTurned ? 'not' : 'still';
}
