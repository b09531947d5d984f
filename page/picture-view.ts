import type { AnswerCard, AnswerQuad, CardsAnswer } from '../lib/client';
import { growQuad, quadHeight } from '../lib/geometry';
import { isShownInPart, numberCover } from '../lib/number-cover';
import { svgElement } from './element';
import { partOf } from './parts';

/** Radius of a mark, as a share of the picture's longer side. */
const MARK_SHARE = 0.022;
/** Room around a line, in heights of the line. */
const ROOM = { along: 0.1, beside: 0.18 };

/**
 * Returns what is drawn over a picture: the outlines of each card, its number and its expiry; where there are several cards, each one's number in the answer;
 * and while `isMasked` covers over the middle digits.
 */
export function outlines(answer: CardsAnswer, isMasked: boolean): SVGElement {
  const { image, cards, pictures, shownIn } = answer;
  const { width, height } = image;
  // of a card that was read from several pictures, what the one that is drawn on shows by itself
  const shown = pictures && shownIn !== undefined ? (pictures[shownIn]?.cards ?? []) : cards;
  const radius = Math.max(width, height) * MARK_SHARE;
  const marks = cards.length > 1 ? cards.map((card, i) => mark(card, i + 1, radius)) : [];
  return svgElement(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...(isMasked ? cards.flatMap((card) => polygon(numberCover(card, isShownInPart(card.pan, shown)), 'cover')) : []),
    ...cards.flatMap(({ quads }, i) => [
      ...polygon(quads.card, 'halo'),
      ...polygon(quads.card, 'outline card', partOf(i, 'card')),
      ...polygon(around(quads.pan), 'outline number', partOf(i, 'number')),
      ...polygon(quads.expiry && around(quads.expiry), 'outline expiry', partOf(i, 'expiry')),
    ]),
    ...marks,
  );
}

/** Returns a quad with room around it, so that the outline lies beside what it frames. */
const around = (quad: AnswerQuad): AnswerQuad => growQuad(quad, ROOM.along * quadHeight(quad), ROOM.beside * quadHeight(quad));

const polygon = (quad: AnswerQuad | null, kind: string, part: string | null = null): SVGElement[] =>
  quad ? [svgElement('polygon', { points: quad.map(({ x, y }) => `${x},${y}`).join(' '), class: kind, 'data-part': part })] : [];

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
