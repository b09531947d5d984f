import type { AnswerCard, AnswerQuad, CardsAnswer } from '../lib/client';
import { numberCover } from '../lib/number-cover';
import { svgElement } from './element';

/** Of the longer side. */
const MARK_SHARE = 0.022;

/**
 * What is drawn over a picture: card, number and expiry of each card outlined, a card's number in the answer where there are several, and while
 * `isMasked` the middle digits covered.
 */
export function outlines({ image: { width, height }, cards }: CardsAnswer, isMasked: boolean): SVGElement {
  const radius = Math.max(width, height) * MARK_SHARE;
  const marks = cards.length > 1 ? cards.map((card, i) => mark(card, i + 1, radius)) : [];
  return svgElement(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...(isMasked ? cards.flatMap((card) => polygon(numberCover(card), 'cover')) : []),
    ...cards.flatMap(({ quads }) => [
      ...polygon(quads.card, 'halo'),
      ...polygon(quads.card, 'outline card'),
      ...polygon(quads.pan, 'outline number'),
      ...polygon(quads.expiry, 'outline expiry'),
    ]),
    ...marks,
  );
}

const polygon = (quad: AnswerQuad | null, kind: string): SVGElement[] =>
  quad ? [svgElement('polygon', { points: quad.map(({ x, y }) => `${x},${y}`).join(' '), class: kind })] : [];

function mark({ quads }: AnswerCard, index: number, radius: number): SVGElement {
  const { x, y } = (quads.card ?? quads.pan)[0];
  const [left, top] = [Math.max(x, radius), Math.max(y, radius)];
  return svgElement(
    'g',
    { class: 'mark' },
    svgElement('circle', { cx: `${left}`, cy: `${top}`, r: `${radius}` }),
    svgElement('text', { x: `${left}`, y: `${top}`, 'font-size': `${radius * 1.3}` }, `${index}`),
  );
}
