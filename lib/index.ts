// Reading cards.
export { CardReader, type LoadOptions, type PictureFile, READER_VARIABLES, type TogetherOptions } from './card-reader';
export type { PictureReading, ReadOptions } from './picture-reading';
export type { PictureOfCard, TogetherReading } from './together-reading';
export { MAX_TOGETHER } from './several-pictures';
export type { Stage } from './stopwatch';
export { letHeapGrow } from './heap-growth';
export type { CardReading } from './card-reading';
export type { Warning } from './warnings';
export { type Expiry, formatExpiry } from './card/expiry';
export { maskPan } from './card/pan';
export type { Point, Quad, Turn } from './geometry';
export { asCardOcrError, CardOcrError, ERROR_CATALOGUE, type ErrorCode } from './errors';
export { type ModelName, modelVersion, networkVersions } from './model/manifest';

// The stages of a reading, in their order, for those who build on them. `loadNetworks` gives a `Sight` its networks.
export { type DecodedImage, type Detail, decodeImage } from './image/decode';
export type { Raster } from './image/raster';
export { loadNetworks, type NetworkOptions } from './load-networks';
export { type Networks, type PanPrior, Sight, type SightSettings } from './sight';
export { findCards } from './reading/number-rungs';
export type { FoundCards } from './reading/conclude';
export type { SeenCard } from './reading/survey';
export { type CardDates, cardDates } from './reading/date-rungs';
export { type Flaw, type PictureQuality, pictureQuality } from './reading/picture-quality';
export { RUNGS } from './reading/rungs';
export type { Doubt, Rung } from './reading/ladder';
export type { Evidence, ExpiryReading, Glance, NumberReading, Place, SeenPlace } from './evidence';

// Requests and answers of the wire contract, for adapters.
export { loadImage } from './source/load-image';
export { startDeadline } from './source/deadline';
export { WeightedSemaphore } from './weighted-semaphore';
export type { ImageSource, SourceLimits } from './source/image-source';
export { parseDocument, parseRequest, type RawRequest, type Route } from './contract/parse-request';
export {
  type CardInput,
  type CardOptions,
  type CardRequest,
  DEFAULT_MIN_CONFIDENCE,
  MAX_INPUTS,
  type RequestForm,
} from './contract/card-request';
export { healthOf } from './contract/health';
export { confidenceFrom } from './contract/configure';
export { answerOf, checkTellable, type InputReading, untoldWarnings } from './contract/answer';
export { errorAnswer, errorRouteAt, JSON_TYPE, REQUEST_ID_HEADER, WARNINGS_HEADER, type WireAnswer } from './contract/error-answer';
export { requestIdOf } from './contract/request-id';
export { hasFault, messageOf } from './errors';
export { excerptOf, hideLongDigitRuns } from './excerpt';
