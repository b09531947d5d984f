import { FileGoneError } from './failures';

/** What is dropped or pasted. */
interface Transfer {
  readonly files: ArrayLike<File>;
}

/** How files of the formats end that the service reads. Where a system knows none of a format, or not in capitals, as phones write HEIC, the type is empty. */
const PICTURE_NAME = /\.(hei[cf]|avif|jpe?g|jfif|png|webp|gif|tiff?|bmp)$/i;

const isPicture = ({ type, name }: File): boolean => type.startsWith('image/') || (type === '' && PICTURE_NAME.test(name));

/** The pictures of what is dropped, pasted or picked; without one the first file, so that the service can say what is wrong with it. */
export function offeredPictures(transfer: Transfer | null): File[] {
  const files = Array.from(transfer?.files ?? []);
  const pictures = files.filter(isPicture);
  return pictures.length > 0 ? pictures : files.slice(0, 1);
}

/**
 * Make sure that a file is there, before it is sent: a folder can be dropped, too, and a file moved before it is sent again.
 *
 * @throws {FileGoneError} where not even one byte of it can be read
 */
export async function checkReadable(file: Blob): Promise<void> {
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch((cause) => {
      throw new FileGoneError('not a byte can be read', { cause });
    });
}
