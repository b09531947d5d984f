import sharp from 'sharp';
import { COVERS } from '../../../../scripts/measure/evaluate/covers';
import { tilted } from '../../../helpers/quads';

describe('a cover', () => {
  const [WIDTH, HEIGHT] = [400, 300];
  const LINE = tilted({ x: 200, y: 160 }, 320, 20, 0);
  const BLUE = 0x22;

  /** Returns which of 16 digits are hidden, `U` and `L` where only the upper or the lower half is; digits that are not in the picture count as hidden. */
  async function hiddenBy(name: string): Promise<string> {
    const clean = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#246' } })
      .png()
      .toBuffer();
    const { data, info } = await sharp(await COVERS[name]!(clean, LINE, 16))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const isHidden = (x: number, y: number): boolean => {
      const inPicture = x - (WIDTH - info.width);
      return inPicture < 0 || data[3 * (y * info.width + inPicture)] !== BLUE;
    };
    return Array.from({ length: 16 }, (_, i) => {
      const x = 47 + 20 * i; // half of a third digit is hidden
      const [upper, lower] = [isHidden(x, 154), isHidden(x, 166)];
      return upper && lower ? 'x' : upper ? 'U' : lower ? 'L' : '.';
    }).join('');
  }

  test.each([
    ['nothing', '................'],
    ['its first two or three digits', 'xxx.............'],
    ['its last two or three', '..............xx'],
    ['one digit', '.......x........'],
    ['the upper half of three', '.......UUU......'],
    ['the lower half of three', '.......LLL......'],
    ['two or three, left of the picture', 'xxx.............'],
  ])('hides %s', async (name, expected) => {
    expect(await hiddenBy(name)).toBe(expected);
  });

  test('of each name is tested here', () => {
    expect(Object.keys(COVERS)).toHaveLength(7);
  });
});
