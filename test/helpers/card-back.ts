import sharp from 'sharp';

/** Size of the picture, and where its signature strip lies, with the security code on it, px. */
export const BACK = { width: 1200, height: 900, strip: { left: 200, top: 350, width: 560, height: 80 } } as const;
const { left, top, width, height } = BACK.strip;

/** The back of a card on a table, as an SVG: a magnetic stripe, a signature strip with a security code, and small print. */
export const CARD_BACK = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${BACK.width}" height="${BACK.height}">
<rect width="100%" height="100%" fill="#8a8378"/>
<rect x="150" y="140" width="900" height="567" rx="34" fill="#20406a"/>
<rect x="150" y="190" width="900" height="110" fill="#111"/>
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f2efe6"/>
<text x="600" y="405" font-family="monospace" font-style="italic" font-size="40" fill="#222">4242 123</text>
<text x="200" y="500" font-size="20" fill="#ddd">This card is the property of the bank that has issued it.</text>
</svg>`);

/**
 * Returns how much there is to be seen on the signature strip, without its rim: the greatest standard deviation of a channel, grey levels.
 *
 * @param at - where the back lies in the picture, px, and at which part of its own size; by default it is all of it
 */
export async function contrastOfStrip(picture: Buffer, at = { left: 0, top: 0, scale: 1 }): Promise<number> {
  const rim = 10;
  const px = (of: number): number => Math.round(at.scale * of);
  const place = {
    left: at.left + px(left + rim),
    top: at.top + px(top + rim),
    width: px(width - 2 * rim),
    height: px(height - 2 * rim),
  };
  const { channels } = await sharp(await sharp(picture).removeAlpha().extract(place).toBuffer()).stats();
  return Math.max(...channels.map(({ stdev }) => stdev));
}
