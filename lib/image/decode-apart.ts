import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { CardOcrError, DecodingTimeout, type PlainErrorCode } from '../errors';
import type { Size } from '../geometry';
import { WeightedSemaphore } from '../weighted-semaphore';
import type { DecodedImage } from './decode-here';
import { PROCESS_FILE } from './decoding-process-file';
import { type ExaminedPicture, MAX_HELD_BYTES, undecodable } from './examine-picture';
import { memoryOf } from './process-memory';

/** What a decoding process writes first: it has begun. A process that ends before that could not be started, whatever the signal: Node aborts where it gets no threads. */
export const BEGUN = '\n';
/** What it writes after that, before the raster's bytes: a line of JSON. */
export type Reply = { readonly image: Omit<DecodedImage, 'raster'> & { readonly raster: Size } } | { readonly fault: PlainErrorCode };

/** The number of the pipe that the starter of a decoding process holds open, and never writes to: that process ends when it closes. */
export const STARTER_PIPE = 3;
/** The exit code of a decoding process whose decoder a picture has crashed. */
export const DECODER_BROKE = 86;
/**
 * The exit code and the signals with which a process ends when a picture crashes its decoder. Any other end is not the picture's fault: the process could not
 * begin, or the system ended it.
 */
const BROKEN: ReadonlySet<number | NodeJS.Signals | null> = new Set([
  DECODER_BROKE,
  'SIGSEGV',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGABRT',
  'SIGTRAP',
] as const);

/**
 * This project never sends them. A service manager or a terminal does, and the decoding process had not set its handler yet, or had not left the process group of
 * whoever started it.
 */
const OF_OTHERS: ReadonlySet<number | NodeJS.Signals | null | undefined> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP'] as const);

/** A decoding process has ended by a signal, or with another exit code than 0. */
class DecoderEnd extends Error {
  /** @param hasBegun - it has written something */
  constructor(
    readonly ended: number | NodeJS.Signals | null,
    readonly hasBegun: boolean,
  ) {
    super(`the decoding process ended: ${ended}`);
  }

  /** The picture has crashed its decoder. */
  get isOfPicture(): boolean {
    return this.hasBegun && BROKEN.has(this.ended);
  }
}

/** The memory of a decoding process without its picture: Node, its decoder, and the file. */
const PROCESS_BYTES = 100_000_000;
/** The most memory of a decoding process: what `heldBytes` counts, the process itself, and a margin for what is not known of a file. */
const RESIDENT_LIMIT_BYTES = MAX_HELD_BYTES + PROCESS_BYTES + 60_000_000;
/** The memory that all of them may hold together, bytes. So there are five at once at most: many more would keep each other from ending in time. */
const heldMemory = new WeightedSemaphore(RESIDENT_LIMIT_BYTES);
const WATCH_MS = 50;
/** The only variables of this process's environment that a decoding process gets: where packages and libraries are. */
const ENVIRONMENT = ['NODE_PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'PATH', 'SystemRoot'];

/**
 * Decodes a picture in a process of its own, which is killed when it takes too long or too much memory, and of which nothing is left afterwards. All processes
 * together hold no more memory than one may: further pictures wait. If somebody else ends the process, another one tries once more.
 *
 * @param seconds - the longest time from the beginning of the decoding
 * @param signal - ends it, too, and the waiting
 * @throws {CardOcrError} as `decodeImage`
 */
export async function decodeApart(file: ExaminedPicture, seconds: number, signal: AbortSignal | undefined): Promise<DecodedImage> {
  const release = await heldMemory.acquire(PROCESS_BYTES + file.heldBytes, signal);
  const start = performance.now();
  try {
    return await decodeInProcess(file, seconds, signal).catch((thrown: CardOcrError) => {
      if (!OF_OTHERS.has((thrown.cause as DecoderEnd | undefined)?.ended)) throw thrown;
      return decodeInProcess(file, seconds - (performance.now() - start) / 1000, signal);
    });
  } finally {
    release();
  }
}

type Decoder = ChildProcessByStdio<Writable, Readable, null> & { readonly pid: number };

/** @throws {CardOcrError} `INTERNAL` where the process cannot be started, or Node may start none */
function startDecoder(): Decoder {
  const env = Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const stdio: ['pipe', 'pipe', 'ignore', 'pipe'] = ['pipe', 'pipe', 'ignore', 'pipe']; // the last is STARTER_PIPE
  try {
    // in a process group of its own: signals of a terminal to all processes of a command do not reach it, so that the picture in hand is finished
    const child = spawn(process.execPath, [PROCESS_FILE], { env, stdio, detached: true, windowsHide: true });
    // without a listener an error would end this process
    child.on('error', () => {});
    child.stdio?.[STARTER_PIPE]?.on('error', () => {});
    // where the process could not be started there are no streams, and `kill` would end all processes of this one's group
    if (child.pid !== undefined) return child as Decoder;
  } catch (cause) {
    throw new CardOcrError('INTERNAL', cause);
  }
  throw new CardOcrError('INTERNAL');
}

async function decodeInProcess(file: ExaminedPicture, seconds: number, signal: AbortSignal | undefined): Promise<DecodedImage> {
  const child = startDecoder();
  let end = null as CardOcrError | null;
  const kill = (error: CardOcrError): void => {
    end ??= error;
    child.kill('SIGKILL');
  };
  const abort = (): void => kill(new CardOcrError('REQUEST_TIMEOUT'));
  const timer = setTimeout(() => kill(new DecodingTimeout()), seconds * 1000);
  const watch = setInterval(() => {
    if ((memoryOf(child.pid, 'VmRSS') ?? 0) > RESIDENT_LIMIT_BYTES) kill(new CardOcrError('PAYLOAD_TOO_LARGE'));
  }, WATCH_MS);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  try {
    // writing to a process that was killed is an error
    child.stdin.on('error', () => {}).end(file.bytes);
    const output = await outputOf(child);
    try {
      if (end) throw end;
      return imageIn(output);
    } catch (thrown) {
      output.fill(0);
      throw thrown;
    }
  } catch (thrown) {
    if (thrown instanceof CardOcrError) throw thrown;
    throw end ?? new CardOcrError(thrown instanceof DecoderEnd && thrown.isOfPicture ? await undecodable(file.bytes) : 'INTERNAL', thrown);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
}

/**
 * Collects what a process writes until it ends. It wipes the pieces of the picture in which the output came, also where the process failed.
 *
 * @throws {DecoderEnd} when it dies
 * @throws {Error} when it cannot be started
 */
function outputOf(child: Decoder): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const output = code === 0 ? Buffer.concat(chunks) : null;
      for (const chunk of chunks) chunk.fill(0);
      if (output) resolve(output);
      else reject(new DecoderEnd(signal ?? code, chunks.length > 0));
    });
  });
}

const LINE_FEED = 0x0a;

/**
 * Takes the picture out of a process's output.
 *
 * @throws {CardOcrError} the fault in the reply
 * @throws {Error} for what is no reply
 */
function imageIn(output: Buffer): DecodedImage {
  const lineEnd = output.indexOf(LINE_FEED, BEGUN.length);
  const reply = JSON.parse(output.toString('utf8', BEGUN.length, Math.max(BEGUN.length, lineEnd))) as Reply;
  if ('fault' in reply) throw new CardOcrError(reply.fault);
  const { image } = reply;
  const data = new Uint8Array(output.buffer, output.byteOffset + lineEnd + 1, output.length - lineEnd - 1);
  if (data.length !== image.raster.width * image.raster.height * 3) throw new Error('a raster of a wrong length');
  return { ...image, raster: { ...image.raster, data } };
}
