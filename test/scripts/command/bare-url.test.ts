import { bareUrl, isUrl } from '../../../scripts/command/bare-url';

test.each([
  ['https://cards.example/a.jpg', 'https://cards.example/a.jpg'],
  ['HTTPS://Cards.example:8443/a.jpg?sig=SECRET', 'HTTPS://Cards.example:8443/a.jpg'],
  ['https://cards.example/a.jpg#SECRET', 'https://cards.example/a.jpg'],
  ['https://me:pw@cards.example/@b/a.jpg?c@SECRET', 'https://cards.example/@b/a.jpg'],
  ['https://me@pw@cards.example', 'https://cards.example'],
  ['s3://cards/in/a b.jpg', 's3://cards/in/a b.jpg'],
  // with a password that should have been percent-encoded
  ['https://me:pw#SECRET@cards.example/a.jpg', 'https://…'],
  ['ftp://me:pw/SECRET@cards.example/a.jpg', 'ftp://…'],
])('what may be told of %s', (name, told) => {
  expect([isUrl(name), bareUrl(name)]).toEqual([true, told]);
});

test.each(['card.jpg', 'photos/?#.jpg', './https://a@b?c', 'C://a.jpg?', '-', ''])('%j is no URL, and told as it is', (name) => {
  expect([isUrl(name), bareUrl(name)]).toEqual([false, name]);
});
