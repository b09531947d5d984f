import { HEAD_BYTES, showing } from './showing';
import { smallerCopy } from './smaller-copy';

/**
 * Returns what of a picture can be shown with covers on it: the file itself, or a still of its first frame, which is the one that is read. In one that moves, digits
 * would leave the covers.
 *
 * @returns null where the browser cannot show it as the service sees it
 */
export async function stillOf(file: Blob): Promise<Blob | null> {
  const how = showing(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (how === 'as-it-is') return file;
  return how === 'still' ? smallerCopy(file) : null;
}
