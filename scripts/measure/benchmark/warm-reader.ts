import { CardReader, type LoadOptions } from '../../../lib';
import { PLAIN_CARD, pictureOf, SIZES } from './pictures';

const RUNS = 30;

/** Returns a reader in a process that has compiled the code that it runs often. */
export async function warmReader(options?: LoadOptions): Promise<CardReader> {
  const [reader, picture] = await Promise.all([CardReader.load(options), pictureOf(PLAIN_CARD, SIZES['1600×1200'])]);
  for (let i = 0; i < RUNS; i++) await reader.read(picture);
  return reader;
}
