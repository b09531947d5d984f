import { FileGoneError } from '../../page/failures';
import { checkReadable, offeredPictures } from '../../page/offered-picture';
import { listFormats } from '../helpers/fixtures';

const fileOf = (name: string, type: string): File => new File(['x'], name, { type });
const text = fileOf('notes.txt', 'text/plain');
const picture = fileOf('card.jpg', 'image/jpeg');
const other = fileOf('other.png', 'image/png');

test('the pictures among files', () => {
  expect(offeredPictures({ files: [text, picture, other] })).toEqual([picture, other]);
});

test('by their names, where a system knows no type of a format: all that the service reads', () => {
  const names = [...listFormats().map((name) => `IMG_1.${name.split('.')[1]!.toUpperCase()}`), 'a.heif', 'a.jpeg', 'a.jfif', 'a.b.TIF'];
  const untyped = names.map((name) => fileOf(name, ''));
  const others = ['card.pdf', 'jpg', 'card.jpg.txt', 'folder'].map((name) => fileOf(name, ''));
  expect(offeredPictures({ files: [...others, ...untyped, fileOf('page.png', 'text/html')] })).toEqual(untyped);
  expect(offeredPictures({ files: others })).toEqual(others.slice(0, 1));
});

test('without one the first file', () => {
  expect(offeredPictures({ files: [text, text] })).toEqual([text]);
});

test('nothing, where no file is offered', () => {
  expect(offeredPictures({ files: [] })).toEqual([]);
  expect(offeredPictures(null)).toEqual([]);
});

test('a folder, or a file that is not there any more, is found out', async () => {
  for (const file of [picture, new File([], 'empty.jpg')]) expect(await checkReadable(file)).toBeUndefined();
  const gone = { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) }) };
  await expect(checkReadable(gone as unknown as File)).rejects.toThrow(FileGoneError);
});
