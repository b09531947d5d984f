import sharp, { type Sharp } from 'sharp';
import { cardFile, PLAIN_CARD } from '../benchmark/pictures';

/** Size of a camera's frame, px. */
const FRAME = { width: 1280, height: 720 };
/** What becomes of a card from one frame to the next: sharp, out of focus, too dark, too light, aslant, half out of sight, gone. */
const MOMENTS: readonly ((card: Sharp) => Sharp)[] = [
  (card) => card,
  (card) => card.blur(4),
  (card) => card.linear(0.15, 4),
  (card) => card.linear(1.6, 60),
  (card) => card.rotate(11, { background: '#6b7a70' }),
  (card) => card.affine([1, 0.25, 0, 0.8], { background: '#6b7a70' }),
  (card) => card.extract({ left: 0, top: 0, width: FRAME.width >> 1, height: FRAME.height }),
  (card) => card.blur(60),
];

/** Returns eight frames of one card, as a camera sends them. */
export const cameraFrames = (size = FRAME): Promise<Buffer[]> =>
  Promise.all(
    MOMENTS.map(async (moment) => {
      const card = await sharp(cardFile(PLAIN_CARD))
        .resize({ ...FRAME, fit: 'contain', background: '#6b7a70' })
        .png()
        .toBuffer();
      const seen = await moment(sharp(card)).png().toBuffer();
      return sharp(seen)
        .resize({ ...size, fit: 'inside' })
        .jpeg({ quality: 85 })
        .toBuffer();
    }),
  );
