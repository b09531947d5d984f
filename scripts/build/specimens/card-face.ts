import { letter } from './lettering';
import { type Random, seededRandom } from './random';

/** The colours of a card: the two ends of its gradient, its pattern, and the ink, which stands out from them. */
interface Palette {
  readonly from: string;
  readonly to: string;
  readonly pattern: string;
  readonly ink: string;
}

const PALETTES: readonly Palette[] = [
  { from: '#12305c', to: '#2f77b4', pattern: '#9cc7ee', ink: '#f5f7fa' },
  { from: '#7d1420', to: '#b8433f', pattern: '#f0a38c', ink: '#fbf4ea' },
  { from: '#e9c766', to: '#d3a03c', pattern: '#8f6413', ink: '#2b2212' },
  { from: '#1b5a45', to: '#4aa271', pattern: '#bfe3a9', ink: '#f4faf2' },
  { from: '#d5dbe2', to: '#a9b4c0', pattern: '#5d6b7c', ink: '#1d2733' },
  { from: '#26262c', to: '#55555f', pattern: '#a9a38e', ink: '#efe6cf' },
  { from: '#5a2a6e', to: '#9a5aa6', pattern: '#e2b7ea', ink: '#fbf5fd' },
];

/** Returns the palette of a seed; neighbouring seeds have different ones. */
export const paletteOf = (seed: number): Palette => PALETTES[seed % PALETTES.length]!;

type Pattern = (random: Random, width: number, height: number) => string;

const waves: Pattern = (random, width, height) => {
  const amplitude = 20 + random() * 30;
  const base = height * (0.2 + random() * 0.3);
  return Array.from({ length: 14 }, (_, n) => {
    const y = base + n * 20;
    return `<path d="M0 ${y}C${width * 0.3} ${y - amplitude * 3} ${width * 0.6} ${y + amplitude * 3} ${width} ${y - amplitude}" fill="none" stroke-width="2"/>`;
  }).join('');
};

const rings: Pattern = (random, width, height) => {
  const x = width * (0.55 + random() * 0.4);
  const y = height * (0.1 + random() * 0.8);
  return Array.from({ length: 12 }, (_, n) => `<circle cx="${x}" cy="${y}" r="${30 + n * 34}" fill="none" stroke-width="9"/>`).join('');
};

const bands: Pattern = (random, width, height) =>
  Array.from({ length: 6 }, () => {
    const x = random() * width;
    const breadth = 30 + random() * 110;
    return `<path d="M${x} 0h${breadth}L${x + breadth - height * 0.6} ${height}h${-breadth}Z" stroke="none"/>`;
  }).join('');

const leaves: Pattern = (random, width, height) =>
  Array.from({ length: 16 }, () => {
    const length = 60 + random() * 120;
    const place = `translate(${random() * width} ${random() * height}) rotate(${random() * 360})`;
    return `<path transform="${place}" d="M0 0Q${length / 2} ${-length / 4} ${length} 0Q${length / 2} ${length / 4} 0 0Z" stroke="none"/>`;
  }).join('');

const PATTERNS: readonly Pattern[] = [waves, rings, bands, leaves];

/** The printed background of a card: gradient, pattern and a soft light, all from the seed. */
export function cardBackground(seed: number, width: number, height: number): string {
  const random = seededRandom(seed);
  const { from, to, pattern } = paletteOf(seed);
  const draw = PATTERNS[seed % PATTERNS.length]!;
  return `
    <defs>
      <linearGradient id="face" x1="0" y1="${random().toFixed(2)}" x2="1" y2="${random().toFixed(2)}">
        <stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/>
      </linearGradient>
      <radialGradient id="light" cx="${random().toFixed(2)}" cy="0" r="0.9">
        <stop offset="0" stop-color="#fff" stop-opacity="0.22"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>
      </radialGradient>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#face)"/>
    <g fill="${pattern}" stroke="${pattern}" opacity="0.16">${draw(random, width, height)}</g>
    <rect width="${width}" height="${height}" fill="url(#light)"/>`;
}

/** A contact chip, 112 × 88 px, with its upper left corner at (x, y). */
export const chip = (x: number, y: number): string => `
  <g transform="translate(${x} ${y})">
    <rect width="112" height="88" rx="14" fill="#d9b45f" stroke="#8a6a24" stroke-width="2"/>
    <rect x="3" y="3" width="106" height="40" rx="11" fill="#efd692" opacity="0.6"/>
    <path d="M0 30H36V0M0 58H36V88M112 30H76V0M112 58H76V88M36 30V58M76 30V58M36 30Q56 18 76 30M36 58Q56 70 76 58" fill="none" stroke="#7c5f20" stroke-width="2.5"/>
  </g>`;

/** The mark of a scheme that does not exist: two overlapping plates with the word TEST, 150 × 92 px. */
export const schemeMark = (x: number, y: number): string => `
  <g transform="translate(${x} ${y})">
    <rect width="150" height="92" rx="10" fill="#fff" opacity="0.92"/>
    <rect x="10" y="10" width="76" height="72" rx="12" fill="#c8552f"/>
    <rect x="64" y="10" width="76" height="72" rx="12" fill="#2e6f8f" opacity="0.9"/>
    ${letter({ text: 'TEST', x: 75, y: 57, size: 32, font: 'DejaVuSans-BoldOblique', anchor: 'middle' }, '#fff')}
  </g>`;
