/**
 * The digits as an embossing machine strikes them, in the manner of Farrington 7B: squared 2, 3 and 5, an open 4, a 6 like b, a 9 like q.
 * Each is the centre line of its strokes in a box 10 wide and 20 high, y down.
 */
const CENTRE_LINES: Readonly<Record<string, string>> = {
  '0': 'M3 0H7Q10 0 10 3V17Q10 20 7 20H3Q0 20 0 17V3Q0 0 3 0Z',
  '1': 'M2 1.5Q5 1.5 5 0V20M0.5 20H9.5',
  '2': 'M0 2.5Q0 0 2.5 0H7Q10 0 10 3V6Q10 8.5 7.5 9.5L2.5 11.5Q0 12.5 0 15V20H10',
  '3': 'M0 0H7Q10 0 10 3V6Q10 9 7 9H3.5M7 9Q10 9 10 12V17Q10 20 7 20H0',
  '4': 'M2.5 0L0 12.5H10.5M7 6V20',
  '5': 'M9.5 0H0.5V8.5H7Q10 8.5 10 11.5V17Q10 20 7 20H0',
  '6': 'M0.5 0V8.5M0.5 8.5H7Q10 8.5 10 11.5V17Q10 20 7 20H3.5Q0.5 20 0.5 17V8.5',
  '7': 'M0 3V0H10V4Q10 6 9 8L7 12V20',
  '8': 'M3.5 9.5Q1 9.5 1 7V2.5Q1 0 3.5 0H6.5Q9 0 9 2.5V7Q9 9.5 6.5 9.5H3Q0 9.5 0 12.5V17Q0 20 3 20H7Q10 20 10 17V12.5Q10 9.5 7 9.5',
  '9': 'M9.5 11.5H3Q0 11.5 0 8.5V3Q0 0 3 0H6.5Q9.5 0 9.5 3V20',
  '/': 'M0 20L10 0',
};

const BOX_WIDTH = 10;
const BOX_HEIGHT = 20;
const STROKE_WIDTH = 3.2;

/**
 * Returns one digit, or the slash of a date, as a white SVG stroke.
 *
 * @param centre - px from the left to the middle of the character's cell
 * @param top - px from the top to the strokes' upper edge
 * @param height - from the upper to the lower edge of the strokes, px
 * @throws {RangeError} for any other character
 */
export function embossedDigit(character: string, centre: number, top: number, height: number): string {
  const line = CENTRE_LINES[character];
  if (line === undefined) throw new RangeError('only digits and the slash can be embossed');
  const scale = height / (BOX_HEIGHT + STROKE_WIDTH);
  const left = centre - (BOX_WIDTH * scale) / 2;
  const place = `translate(${left.toFixed(2)} ${(top + (STROKE_WIDTH * scale) / 2).toFixed(2)}) scale(${scale.toFixed(4)})`;
  return `<path transform="${place}" d="${line}" fill="none" stroke="#fff" stroke-width="${STROKE_WIDTH}" stroke-linejoin="round" stroke-linecap="round"/>`;
}
