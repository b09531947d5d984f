/** So many pictures of one card are read together at most. */
export const MAX_TOGETHER = 8;

/** Whether a caller gives a list of as many pictures as are read together. */
export const areSeveralPictures = (pictures: unknown): pictures is readonly unknown[] =>
  Array.isArray(pictures) && pictures.length >= 1 && pictures.length <= MAX_TOGETHER;
