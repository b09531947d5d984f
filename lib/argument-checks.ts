import { callWithFile, isPictureList, MAX_TOGETHER, type ReadMethod } from './several-pictures';

// Messages for callers without a type checker. Objects of other realms (workers, test runners) are accepted, so nothing is compared by its class.

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);

const BYTES: ReadonlySet<string> = new Set(['[object Uint8Array]', '[object Uint8ClampedArray]']);

/** @throws {TypeError} for anything but the bytes of a file */
export function checkPictureBytes(bytes: unknown, method: ReadMethod): void {
  if (ArrayBuffer.isView(bytes) && BYTES.has(Object.prototype.toString.call(bytes))) return;
  const given = typeof bytes === 'string' ? `a string. To read a file: ${callWithFile('reader', method)}` : kindOf(bytes);
  throw new TypeError(`CardReader.${method} takes the bytes of a picture's file, a Buffer or another Uint8Array; this is ${given}`);
}

/** @throws {TypeError} for anything but 1 to `MAX_TOGETHER` pictures, each its bytes or a function */
export function checkPictures(pictures: unknown): void {
  if (!isPictureList(pictures)) {
    throw new TypeError(
      `CardReader.readTogether takes an array of 1 to ${MAX_TOGETHER} pictures; this is ${Array.isArray(pictures) ? `one of ${pictures.length}` : kindOf(pictures)}`,
    );
  }
  for (const picture of pictures) if (typeof picture !== 'function') checkPictureBytes(picture, 'readTogether');
}

const CUTS: readonly unknown[] = [undefined, 'plain', 'masked'];

/** Callbacks of `TogetherOptions`, and their parameters. */
const CALLBACKS: Readonly<Record<string, string>> = {
  onEvidence: 'evidence',
  onDecoded: 'size',
  onStage: 'stage, milliseconds',
  inTurn: 'work, picture',
};

const CUT_NAMES = ['crop', 'strip'];
const TOGETHER_OPTIONS = ['today', 'signal', 'without', ...CUT_NAMES, ...Object.keys(CALLBACKS)];
/** `read` waits for no turn. */
const READ_OPTIONS = TOGETHER_OPTIONS.filter((name) => name !== 'inTurn');
const LOAD_OPTIONS = ['modelsDirectory', 'binCsv', 'onRun', 'onLoad'];

/**
 * Refuses options that there are not: one that is not heard, such as a misspelled `mask`, might be taken for granted.
 *
 * @param whose - what is given the options
 * @throws {TypeError} for an option that is not among the known ones
 */
export function checkNames(options: object, known: readonly string[], whose: string): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${whose} has no option ${unknown}, but ${known.join(', ')}`);
}

/** @throws {TypeError} for anything but an `AbortSignal`, such as its controller */
function checkSignal(signal: unknown): void {
  if (signal === undefined) return;
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof addEventListener !== 'function')
    throw new TypeError('signal is an AbortSignal, such as AbortSignal.timeout(5000)');
}

/** @throws {TypeError} for options of other types than those of `ClientReadOptions`: a mask that is not understood must not be left out */
export function checkAsked(options: object): void {
  const { signal, mask, crop, strip } = options as Record<string, unknown>;
  checkSignal(signal);
  for (const [name, value] of Object.entries({ mask, crop, strip }))
    if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} is true or false`);
}

/** @throws {TypeError} for options of other types than those of `TogetherOptions` */
export function checkReadOptions(options: unknown, method: ReadMethod): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`the options of CardReader.${method} are an object; this is ${kindOf(options)}`);
  checkNames(options, method === 'read' ? READ_OPTIONS : TOGETHER_OPTIONS, `CardReader.${method}`);
  const { today, signal, without, ...others } = options as Record<string, unknown>;
  if (today !== undefined && !(Object.prototype.toString.call(today) === '[object Date]' && Number.isFinite(Number(today)))) {
    throw new TypeError('today is a valid Date');
  }
  checkSignal(signal);
  if (without !== undefined && typeof (without as Partial<ReadonlySet<string>> | null)?.has !== 'function')
    throw new TypeError('without is a Set of names');
  for (const name of CUT_NAMES) {
    if (!CUTS.includes(others[name])) throw new TypeError(`${name} is 'plain' or 'masked'`);
  }
  for (const [name, called] of Object.entries(CALLBACKS)) {
    if (others[name] !== undefined && typeof others[name] !== 'function') throw new TypeError(`${name} is a function (${called})`);
  }
}

/** @throws {TypeError} for options of other types than those of `LoadOptions` */
export function checkLoadOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`the options of CardReader.load are an object; this is ${kindOf(options)}`);
  checkNames(options, LOAD_OPTIONS, 'CardReader.load');
  const { modelsDirectory, binCsv, onRun, onLoad } = options as Record<string, unknown>;
  if (modelsDirectory !== undefined && typeof modelsDirectory !== 'string') throw new TypeError('modelsDirectory is the path of a folder');
  // a text of several lines is the list itself, which an error of the system would repeat
  if (binCsv !== undefined && (typeof binCsv !== 'string' || binCsv.includes('\n')))
    throw new TypeError('binCsv is the path of a CSV file');
  if (onRun !== undefined && typeof onRun !== 'function') throw new TypeError('onRun is a function (name, milliseconds)');
  if (onLoad !== undefined && typeof onLoad !== 'function') throw new TypeError('onLoad is a function (name)');
}
