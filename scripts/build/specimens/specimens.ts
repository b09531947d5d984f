import { isLuhnValid } from '../../../lib/card/luhn';
import type { Turn } from '../../../lib/geometry';
import type { Raster } from '../../../lib/image/raster';
import type { Label } from '../../measure/label';
import { letter } from './lettering';
import { panGroups } from './pan-layout';
import { cardQuad, drawSurface, layCard, photograph, type Scene } from './scene';
import { drawCard, type SpecimenCard } from './specimen-card';
import { renderSvgOver } from './svg';

/** One picture of the test set: a card, or none, in a scene. */
export interface Specimen {
  readonly name: string;
  /** The card; null for a scene without any. */
  readonly card: SpecimenCard | null;
  readonly scene: Scene;
}

/** What a reader ought to find in a picture; stored beside it as `<name>.expected.json`. */
export interface ExpectedReading {
  readonly pan: string | null;
  /** The number in the groups in which it is printed, parted by one space. */
  readonly panGrouped: string | null;
  /** `MM/YY`, however the card prints it. */
  readonly expiry: string | null;
  readonly embossed: boolean;
  /** Turn of the card, clockwise from upright. */
  readonly turn: Turn;
}

const card = (seed: number, pan: string | null, rest: Partial<SpecimenCard> = {}): SpecimenCard => ({
  seed,
  pan,
  bankName: 'SPECIMEN BANK',
  layout: '4-4-4-4',
  print: 'flat',
  expiry: '12/30',
  ...rest,
});

const scene = (seed: number, rest: Partial<Scene> = {}): Scene => ({
  seed,
  width: 840,
  height: 560,
  surface: 'paper',
  cardWidth: 720,
  turn: 0,
  blurSigma: 0.5,
  noise: 2,
  ...rest,
});

const UPRIGHT_SCENE = { width: 560, height: 840 } as const;

/**
 * The pictures of the test set. The numbers are the published test numbers of payment providers, which no bank issues; the one that
 * fails Luhn is such a number with its last digit changed.
 *
 * Source: the testing pages of Stripe (4242…, 5105…, 5555…, 6200…, 6205…) and Braintree (3782…, 4111…, 6212…).
 */
export const SPECIMENS: readonly Specimen[] = [
  { name: 'flat-16', card: card(0, '4242424242424242'), scene: scene(1) },
  {
    name: 'embossed-16',
    card: card(7, '6212345678901232', { print: 'embossed', expiry: '08/31', bankName: 'SPECIMEN CITY BANK' }),
    scene: scene(2, { tiltDegrees: -2 }),
  },
  {
    name: 'embossed-foil-16',
    card: card(5, '5105105105105100', { print: 'silver-foil', expiry: '03/29' }),
    scene: scene(3, { surface: 'wood', tiltDegrees: 1.5 }),
  },
  {
    name: 'flat-19-6-13',
    card: card(3, '6205500000000000004', { layout: '6-13', expiry: '05/2031' }),
    scene: scene(4, { perspective: { x: 0.03, y: 0.02 } }),
  },
  {
    name: 'embossed-19-6-13',
    card: card(2, '6212345678900000003', { print: 'embossed', layout: '6-13', expiry: '11/2029' }),
    scene: scene(5, { surface: 'cloth' }),
  },
  {
    name: 'flat-19-4-4-4-4-3',
    card: card(6, '6212345678900000003', { layout: '4-4-4-4-3', expiry: '02/32', bankName: 'SPECIMEN RURAL BANK' }),
    scene: scene(6, { surface: 'wood' }),
  },
  {
    name: 'flat-19-unspaced',
    card: card(4, '6205500000000000004', { layout: '19', expiry: '09.28' }),
    scene: scene(7, { surface: 'cloth' }),
  },
  { name: 'amex-15', card: card(10, '378282246310005', { layout: '4-6-5', expiry: '10/29' }), scene: scene(8, { tiltDegrees: -1.5 }) },
  { name: 'stacked-16', card: card(1, '5555555555554444', { layout: 'stacked', expiry: '06/30' }), scene: scene(9) },
  { name: 'turned-90', card: card(9, '6200000000000005', { expiry: '07/31' }), scene: scene(10, { ...UPRIGHT_SCENE, turn: 90 }) },
  { name: 'turned-180', card: card(11, '4111111111111111', { expiry: '01/29' }), scene: scene(11, { surface: 'wood', turn: 180 }) },
  {
    name: 'turned-270',
    card: card(12, '6212345678901232', { print: 'gold-foil', expiry: '04/30' }),
    scene: scene(12, { ...UPRIGHT_SCENE, turn: 270 }),
  },
  {
    name: 'tilted-12',
    card: card(13, '6212345678901232', { expiry: '12 28' }),
    scene: scene(13, { height: 660, surface: 'cloth', tiltDegrees: 12 }),
  },
  {
    name: 'portrait',
    card: card(14, '4111111111111111', { portrait: true, expiry: '08/30' }),
    scene: scene(14, { ...UPRIGHT_SCENE, cardWidth: 490 }),
  },
  {
    name: 'two-rows-16',
    card: card(16, '5105105105105100', { portrait: true, layout: 'two-rows', expiry: '11/30' }),
    scene: scene(19, { ...UPRIGHT_SCENE, cardWidth: 490, tiltDegrees: 1 }),
  },
  { name: 'luhn-fails-16', card: card(8, '4242424242424241', { expiry: '03 2031' }), scene: scene(15) },
  {
    name: 'no-expiry',
    card: card(15, '5105105105105100', { print: 'embossed', expiry: null }),
    scene: scene(16, { perspective: { x: -0.03, y: 0.03 } }),
  },
  { name: 'no-card', card: null, scene: scene(17, { surface: 'wood' }) },
  {
    name: 'card-without-number',
    card: card(17, null, { expiry: null, bankName: 'SPECIMEN GIFT CARD' }),
    scene: scene(18, { tiltDegrees: -1 }),
  },
];

/** The one card that `test/fixtures/formats/` holds in every format, and its size there, px. */
export const FORMATS_CARD: SpecimenCard = card(0, '4242424242424242');
export const FORMATS_SIZE = { width: 224, height: 141 } as const;

/** Things on a table that are no card: a shopping list, a cup and a pencil. */
const TABLE_THINGS = `
  <g transform="rotate(-8 250 300)">
    <rect x="110" y="120" width="290" height="340" fill="#f6f2dc"/>
    ${['SHOPPING LIST', 'MILK', 'BREAD', 'GREEN TEA'].map((text, n) => letter({ text, x: 140, y: 180 + n * 64, size: 27 }, '#37414f')).join('')}
    <path d="M110 200h290M110 264h290M110 328h290M110 392h290" stroke="#9fb4c8" stroke-width="2"/>
  </g>
  <circle cx="620" cy="240" r="122" fill="#00000040"/>
  <circle cx="612" cy="230" r="118" fill="#ece7df"/>
  <circle cx="612" cy="230" r="100" fill="#4b2c1a"/>
  <path d="M440 470L760 430L764 452L444 492Z" fill="#c9a227"/>
  <path d="M440 470L412 486L444 492Z" fill="#e9d3a7"/>`;

/** Draws a specimen as a camera would have seen it. */
export async function drawSpecimen({ card, scene }: Specimen): Promise<Raster> {
  const surface = drawSurface(scene);
  if (card === null) return photograph(await renderSvgOver(surface, TABLE_THINGS), scene);
  const face = await drawCard(card);
  return photograph(layCard(face, surface, cardQuad(face, scene)), scene);
}

/** Returns what a reader ought to find in a specimen's picture. */
export function expectedReading({ card, scene }: Specimen): ExpectedReading {
  if (card === null || card.pan === null) return { pan: null, panGrouped: null, expiry: null, embossed: false, turn: scene.turn };
  return {
    pan: card.pan,
    panGrouped: panGroups(card.pan, card.layout).join(' '),
    expiry: card.expiry && `${card.expiry.slice(0, 2)}/${card.expiry.slice(-2)}`,
    embossed: card.print !== 'flat',
    turn: scene.turn,
  };
}

/** Returns a specimen's label as `evaluate` wants it in labels.json. */
export function labelOf(specimen: Specimen): Label {
  const { pan, expiry, embossed } = expectedReading(specimen);
  const luhn = pan === null ? null : isLuhnValid(pan);
  return { file: `${specimen.name}.jpg`, pan, expiry, type: null, kind: pan === null ? 'negative' : 'specimen', embossed, luhn_ok: luhn };
}
