import { decodeHere } from '../../lib/image/decode-here';
import { examinePicture } from '../../lib/image/examine-picture';
import { IROT, longBox, withBoxesBefore, withProperty } from '../../scripts/measure/torture/heif-boxes';
import { errorCode } from '../helpers/error-code';
import { formatFixture } from '../helpers/fixtures';

describe.each(['rgb.avif', 'rgb.heic'])('%s', (name) => {
  test('that has more pixels than its header told is refused', async () => {
    const file = await examinePicture(formatFixture(name));
    expect(await errorCode(() => decodeHere({ ...file, width: file.width - 2 }, 'fine', 0))).toBe('IMAGE_DECODE_FAILED');
  });

  test('with a box of 64 bits in its header is decoded', async () => {
    const file = await examinePicture(withBoxesBefore(formatFixture(name), longBox('free', Buffer.alloc(9))));
    expect(await decodeHere(file, 'fine', 0)).toMatchObject({ width: 224, height: 141 });
  });

  test('on its side it has as many', async () => {
    const file = await examinePicture(withProperty(formatFixture(name), IROT, 1));
    expect(await decodeHere(file, 'fine', 0)).toMatchObject({ width: 141, height: 224 });
  });
});
