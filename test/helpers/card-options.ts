import type { CardOptions } from '../../lib/contract/card-request';

/** What a request asks for: nothing but this. */
export const cardOptions = (asked: Partial<CardOptions> = {}): CardOptions => ({
  detail: false,
  mask: false,
  crop: false,
  strip: false,
  ...asked,
});
