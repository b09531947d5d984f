import type { PictureRecord } from '../../scripts/cli/batch/record';

/** A record of a picture that was read. */
export const pictureRecord = (changes: Partial<PictureRecord> = {}): PictureRecord => ({
  file: 'card.jpg',
  status: 200,
  code: null,
  message: null,
  pan: '424242******4242',
  panGrouped: '4242 42** **** 4242',
  expiry: '12/30',
  validFrom: null,
  issuer: '工商银行',
  type: 'credit',
  scheme: 'Visa',
  luhnValid: true,
  confidence: 0.99,
  warnings: ['expired', 'glare'],
  quality: 80,
  card: 1,
  cards: 1,
  ms: 12.3,
  ...changes,
});
