/** The part of opentype.js 1.3 that `lettering.ts` uses; the package ships no types. */
declare module 'opentype.js' {
  interface Path {
    /** The path's SVG data, with this many decimals. */
    toPathData(decimalPlaces: number): string;
  }
  interface Glyph {
    /** Distance from this glyph to the next one, in font units. */
    readonly advanceWidth: number;
    /** The outline of the glyph with its origin at (x, y), `fontSize` in px. */
    getPath(x: number, y: number, fontSize: number): Path;
  }
  interface Font {
    readonly unitsPerEm: number;
    charToGlyph(character: string): Glyph;
  }
  function parse(buffer: ArrayBuffer): Font;
}
