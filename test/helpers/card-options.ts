import type { CardOptions } from '../../lib/contract/card-request';

/** Returns the options of a request that asks for nothing but this. */
export const cardOptions = (asked: Partial<CardOptions> = {}): CardOptions => ({
  detail: false,
  mask: false,
  crop: false,
  strip: false,
  ...asked,
});
