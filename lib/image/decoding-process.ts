// The process that decodes one picture: it reads the file from standard input, and writes the picture or the fault to standard output, as decode-apart.ts expects it.
// Whoever started it ends it when it takes too long; it ends by itself when that process is gone.
import './outlast-sigterm';
import { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { asCardOcrError, type PlainErrorCode } from '../errors';
import { BEGUN, DECODER_BROKE, type Reply, STARTER_PIPE } from './decode-apart';
import { decodeHere } from './decode-here';
import { examinePicture, type PictureFormat } from './examine-picture';

async function replyTo(file: Uint8Array): Promise<[reply: Reply, raster: Uint8Array]> {
  try {
    const examined = await examinePicture(file, true);
    if (BLOCKING.has(examined.format)) listenApart();
    const { raster, ...image } = await decodeHere(examined, 'fine', 0);
    return [{ image: { ...image, raster: { width: raster.width, height: raster.height } } }, raster.data];
  } catch (thrown) {
    return [{ fault: asCardOcrError(thrown).code as PlainErrorCode }, new Uint8Array()];
  }
}

process.once('uncaughtException', () => process.exit(DECODER_BROKE));

// This process ends with the one that started it: however that ends, the system closes its end of the pipe.
new Socket({ fd: STARTER_PIPE })
  .on('error', () => {})
  .once('close', () => process.kill(process.pid, 'SIGKILL'))
  .resume()
  .unref();

/** Formats whose decoders keep the thread in which they are called; sharp has threads of its own. For these another one listens, which takes some 20 ms to start. */
const BLOCKING: ReadonlySet<PictureFormat> = new Set(['bmp', 'heic']);
const LISTENER = `const { Socket } = require('node:net');
  new Socket({ fd: ${STARTER_PIPE} }).on('error', () => {}).once('close', () => process.kill(process.pid, 'SIGKILL')).resume();`;

/** Where no thread can be started, as in a folder that was deleted, the picture is decoded without: then this process ends a little later than its starter. */
function listenApart(): void {
  new Worker(LISTENER, { eval: true }).on('error', () => {}).unref();
}

async function main(): Promise<void> {
  process.stdout.write(BEGUN);
  const [reply, raster] = await replyTo(await buffer(process.stdin));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
  process.stdout.write(raster, () => process.exit());
}

void main();
