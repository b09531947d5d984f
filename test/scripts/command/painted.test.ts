import { painted } from '../../../scripts/command/painted';

const RED = '\x1b[31mx\x1b[39m';

test.each([
  [true, true, RED],
  [true, false, 'x'],
  [false, true, 'x'],
])('a terminal: %s, with colours: %s', (isTTY, hasColours, shown) => {
  expect(painted({ isTTY, hasColors: () => hasColours } as never, 'red', 'x')).toBe(shown);
});
