/** The most pictures of one card that are read together. */
export const MAX_TOGETHER = 8;

/** Whether a value is an array of 1 to `MAX_TOGETHER` items, as `readTogether` takes them. The items are not checked. */
export const isPictureList = (pictures: unknown): pictures is readonly unknown[] =>
  Array.isArray(pictures) && pictures.length >= 1 && pictures.length <= MAX_TOGETHER;
