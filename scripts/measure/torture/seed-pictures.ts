import sharp, { type Sharp } from 'sharp';
import { encodeBmp } from '../../build/specimens/encode';
import { cardFile, PLAIN_CARD } from '../benchmark/pictures';

/** A small valid file that mutations begin with. */
export interface SeedPicture {
  readonly name: string;
  readonly bytes: Buffer;
}

const SMALL = { width: 48, height: 30 };
const SECOND_CARD = 'flat-16';

/** Returns one card, tiny, in each format and variety that is taken, and some that are not. The bytes are the same in each process of one machine. */
export async function seedPictures(): Promise<SeedPicture[]> {
  const card = (name: string = PLAIN_CARD): Sharp => sharp(cardFile(name)).resize({ ...SMALL, fit: 'fill' });
  const frames = await Promise.all([PLAIN_CARD, SECOND_CARD].map((name) => card(name).png().toBuffer()));
  const animated = (): Sharp => sharp(frames, { join: { animated: true } });
  const made: Readonly<Record<string, Sharp>> = {
    'baseline.jpg': card().jpeg(),
    'progressive.jpg': card().jpeg({ progressive: true }),
    '444-optimised.jpg': card().jpeg({ chromaSubsampling: '4:4:4', optimiseScans: true, progressive: true, quality: 95 }),
    'grey.jpg': card().greyscale().jpeg(),
    'cmyk.jpg': card().toColourspace('cmyk').jpeg(),
    'exif-6.jpg': card()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: 'torture' } })
      .jpeg(),
    'icc.jpg': card().withIccProfile('p3').jpeg(),
    '8-bit.png': card().png(),
    '16-bit.png': card().toColourspace('rgb16').png(),
    'palette.png': card().png({ palette: true, colours: 16 }),
    'interlaced.png': card().png({ progressive: true, adaptiveFiltering: true }),
    'alpha.png': card().ensureAlpha(0.5).png(),
    'grey.png': card().greyscale().png(),
    'lossy.webp': card().webp(),
    'lossless.webp': card().webp({ lossless: true }),
    'alpha.webp': card().ensureAlpha(0.5).withMetadata({ orientation: 3 }).webp(),
    'animated.webp': animated().webp(),
    'one-frame.gif': card().gif(),
    'animated.gif': animated().gif(),
    'lzw.tiff': card().tiff({ compression: 'lzw', predictor: 'horizontal' }),
    'bare.tiff': card().tiff({ compression: 'none' }),
    'jpeg.tiff': card().tiff({ compression: 'jpeg' }),
    'tiles.tiff': card().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
    'bilevel.tiff': card().threshold().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
    'av1.avif': card().avif({ effort: 0 }),
    'lossless.avif': card().avif({ effort: 0, lossless: true }),
  };
  const pictures = await Promise.all(Object.entries(made).map(async ([name, image]) => ({ name, bytes: await image.toBuffer() })));
  const data = await card().removeAlpha().raw().toBuffer();
  return [...pictures, { name: '24-bit.bmp', bytes: encodeBmp({ ...SMALL, data }) }];
}
