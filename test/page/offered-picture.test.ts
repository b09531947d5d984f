import { offeredPictures } from '../../page/offered-picture';

const fileOf = (name: string, type: string): File => new File(['x'], name, { type });
const text = fileOf('notes.txt', 'text/plain');
const picture = fileOf('card.jpg', 'image/jpeg');
const other = fileOf('other.png', 'image/png');

test('the pictures among files', () => {
  expect(offeredPictures({ files: [text, picture, other] })).toEqual([picture, other]);
});

test('without one the first file', () => {
  expect(offeredPictures({ files: [text, text] })).toEqual([text]);
});

test('nothing, where no file is offered', () => {
  expect(offeredPictures({ files: [] })).toEqual([]);
  expect(offeredPictures(null)).toEqual([]);
});
