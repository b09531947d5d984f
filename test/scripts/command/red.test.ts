import { red } from '../../../scripts/command/red';

const RED = '\x1b[31mx\x1b[39m';

test.each([
  [true, true, RED],
  [true, false, 'x'],
  [false, true, 'x'],
])('a terminal: %s, with colours: %s', (isTTY, hasColours, shown) => {
  expect(red({ isTTY, hasColors: () => hasColours } as never, 'x')).toBe(shown);
});
