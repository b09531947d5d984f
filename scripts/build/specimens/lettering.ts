import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Font, parse } from 'opentype.js';

/** Where the fonts lie, seen from the repository's root, in which every script and test runs. */
const FONT_FOLDER = 'node_modules/dejavu-fonts-ttf/ttf';

export type FontName = 'DejaVuSans' | 'DejaVuSans-Bold' | 'DejaVuSans-BoldOblique' | 'DejaVuSansMono' | 'DejaVuSerif-Bold';

interface Lettering {
  readonly text: string;
  /** Px from the left to the text's start, middle or end, as `anchor` says. */
  readonly x: number;
  /** Px from the top to the baseline. */
  readonly y: number;
  /** Font size, px. */
  readonly size: number;
  readonly font?: FontName;
  readonly anchor?: 'start' | 'middle' | 'end';
}

const fonts = new Map<FontName, Font>();

function fontNamed(name: FontName): Font {
  let font = fonts.get(name);
  if (!font) {
    const file = readFileSync(path.join(FONT_FOLDER, `${name}.ttf`));
    font = parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
    fonts.set(name, font);
  }
  return font;
}

/**
 * Returns the outlines of a text as SVG path data, so that a drawing needs no installed font.
 * It sets glyph after glyph, without kerning or ligatures: opentype.js cannot apply all the substitutions that DejaVu has.
 */
function letterPath({ text, x, y, size, font = 'DejaVuSans', anchor = 'start' }: Lettering): string {
  const face = fontNamed(font);
  const glyphs = [...text].map((character) => face.charToGlyph(character));
  const advances = glyphs.map((glyph) => (glyph.advanceWidth * size) / face.unitsPerEm);
  const width = advances.reduce((sum, advance) => sum + advance, 0);
  let pen = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return glyphs
    .map((glyph, n) => {
      const data = glyph.getPath(pen, y, size).toPathData(2);
      pen += advances[n]!;
      return data;
    })
    .join('');
}

/** Returns a text as an SVG element in one colour. */
export const letter = (lettering: Lettering, fill: string): string => `<path d="${letterPath(lettering)}" fill="${fill}"/>`;
