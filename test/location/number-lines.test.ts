import { type Point, type Quad, quadCentre, turnQuad } from '../../lib/geometry';
import type { TextLine } from '../../lib/location/join-lines';
import { numberLines, numberStacks } from '../../lib/location/number-lines';

const lineAt = (x: number, y: number, width: number, height = 20): TextLine => ({
  quad: [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
    { x: x - width / 2, y: y + height / 2 },
  ],
  boxes: [],
});

/** The same line on a picture turned about the origin. */
const turned = (line: TextLine, degrees: number): TextLine => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const turn = (p: Point): Point => ({ x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos });
  return { ...line, quad: line.quad.map(turn) as unknown as Quad };
};

describe('numberLines', () => {
  it('takes lines at least four times as long as high, widest first', () => {
    const [name, pan, word, exact] = [lineAt(0, 0, 150), lineAt(0, 50, 320), lineAt(0, 90, 79), lineAt(0, 120, 80)];
    expect(numberLines([name, pan, word, exact])).toEqual([pan, name, exact]);
  });

  it('takes none of no height', () => {
    expect(numberLines([lineAt(0, 0, 0, 0)])).toEqual([]);
  });

  it('leaves its argument as it was', () => {
    const lines = [lineAt(0, 0, 100), lineAt(0, 50, 300)];
    const before = [...lines];
    numberLines(lines);
    expect(lines).toEqual(before);
  });
});

describe('numberStacks', () => {
  const stack = [0, 1, 2, 3].map((i) => lineAt(100, 100 + 30 * i, 60));

  it.each([0, 10, 90, 180, 270])('finds four groups under each other at %i°, top to bottom, in whatever order found', (degrees) => {
    const lines = stack.map((line) => turned(line, degrees));
    expect(numberStacks([lines[2]!, lines[0]!, lines[3]!, lines[1]!])).toEqual([lines]);
  });

  it('reads upwards where the text is upside down', () => {
    const upsideDown = stack.map((line) => ({ ...line, quad: turnQuad(line.quad, 180) }));
    const [found] = numberStacks(upsideDown);
    expect(found!.map(({ quad }) => quadCentre(quad).y)).toEqual([190, 160, 130, 100]);
  });

  it('is found beside long lines and a number in one row', () => {
    expect(numberStacks([lineAt(100, 20, 400), ...stack, lineAt(100, 230, 300)])).toEqual([stack]);
  });

  it.each<[string, TextLine[]]>([
    ['three groups', stack.slice(0, 3)],
    ['a group set far apart', [...stack.slice(0, 3), lineAt(100, 100 + 60 + 52, 60)]],
    ['a group set to the side', [...stack.slice(0, 3), lineAt(125, 190, 60)]],
    ['a group of another size', [...stack.slice(0, 3), lineAt(100, 190, 60, 33)]],
    ['four groups in a row', [0, 1, 2, 3].map((i) => lineAt(80 * i, 100, 60))],
    ['nothing', []],
  ])('%s is no stack', (_, lines) => {
    expect(numberStacks(lines)).toEqual([]);
  });

  it('of five lines, either four may be the number', () => {
    const five = [...stack, lineAt(100, 220, 60)];
    expect(numberStacks(five)).toEqual([five.slice(0, 4), five.slice(1)]);
  });
});
