// The process that decodes one picture: it reads the file from standard input, and writes the picture or the fault to standard output, as decode-apart.ts expects it.
// Whoever started it ends it when it takes too long.
import './outlast-sigterm';
import { buffer } from 'node:stream/consumers';
import { asCardOcrError, type PlainErrorCode } from '../errors';
import { DECODER_BROKE, type Reply } from './decode-apart';
import { decodeHere } from './decode-here';
import { examinePicture } from './examine-picture';

async function replyTo(file: Uint8Array): Promise<[reply: Reply, raster: Uint8Array]> {
  try {
    const { raster, ...image } = await decodeHere(await examinePicture(file, true), 'fine', 0);
    return [{ image: { ...image, raster: { width: raster.width, height: raster.height } } }, raster.data];
  } catch (thrown) {
    return [{ fault: asCardOcrError(thrown).code as PlainErrorCode }, new Uint8Array()];
  }
}

process.once('uncaughtException', () => process.exit(DECODER_BROKE));

async function main(): Promise<void> {
  const [reply, raster] = await replyTo(await buffer(process.stdin));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
  process.stdout.write(raster, () => process.exit());
}

void main();
