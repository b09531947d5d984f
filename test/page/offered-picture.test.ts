import { offeredPicture } from '../../page/offered-picture';

const fileOf = (name: string, type: string): File => new File(['x'], name, { type });
const text = fileOf('notes.txt', 'text/plain');
const picture = fileOf('card.jpg', 'image/jpeg');

test('the first picture among files', () => {
  expect(offeredPicture({ files: [text, picture, fileOf('other.png', 'image/png')] })).toBe(picture);
});

test('without one the first file', () => {
  expect(offeredPicture({ files: [text] })).toBe(text);
});

test('nothing, where no file is offered', () => {
  expect(offeredPicture({ files: [] })).toBeNull();
  expect(offeredPicture(null)).toBeNull();
});
