/** The most pictures of one card that are read together. */
export const MAX_TOGETHER = 8;

/** What reads pictures, of `CardReader` and of `CardClient`: messages about wrong arguments name it. */
export type ReadMethod = 'read' | 'readTogether';

/** Returns how a method is called with a file, e.g. `reader.readTogether([await readFile(path)])`, for messages. */
export const callWithFile = (object: string, method: ReadMethod): string =>
  `${object}.${method}(${method === 'read' ? 'await readFile(path)' : '[await readFile(path)]'})`;

/** Whether a value is an array of 1 to `MAX_TOGETHER` items, as `readTogether` takes them. The items are not checked. */
export const isPictureList = (pictures: unknown): pictures is readonly unknown[] =>
  Array.isArray(pictures) && pictures.length >= 1 && pictures.length <= MAX_TOGETHER;
