import { PICTURE_NAME } from '../lib/picture-formats';
import { FileGoneError } from './failures';

/** What is dropped or pasted. */
interface Transfer {
  readonly files: ArrayLike<File>;
}

/** A file's type is empty where the system does not know its ending, or not in capitals, as phones write HEIC. */
const isPicture = ({ type, name }: File): boolean => type.startsWith('image/') || (type === '' && PICTURE_NAME.test(name));

/** Returns the pictures that were dropped, pasted or picked; where there are none, the first file, so that the service can say what is wrong with it. */
export function offeredPictures(transfer: Transfer | null): File[] {
  const files = Array.from(transfer?.files ?? []);
  const pictures = files.filter(isPicture);
  return pictures.length > 0 ? pictures : files.slice(0, 1);
}

/**
 * Makes sure that a file can be read before it is sent: it may be a folder that was dropped, or have been moved before it is sent again.
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
