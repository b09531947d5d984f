export type { Expiry } from './card/expiry';
export { formatExpiry } from './card/expiry';
export { maskPan } from './card/pan';
export { CardReader, type LoadOptions, type PictureReading, type ReadOptions, type Stage } from './card-reader';
export type { CardReading, Warning } from './card-reading';
export { asCardOcrError, CardOcrError, ERROR_CATALOGUE, type ErrorCode } from './errors';
export type { Point, Quad, Turn } from './geometry';
