import type { CardsAnswer } from '../lib/client';
import { element } from './element';
import type { Words } from './words';

/** Returns rows of a table: how long each stage took, their sum, and how long it took as seen from here. */
export function timeRows({ timings }: CardsAnswer, roundTripMs: number, words: Words): HTMLElement[] {
  const stages = Object.entries(timings).filter(([, ms]) => ms > 0);
  const sum = stages.reduce((total, [, ms]) => total + ms, 0);
  const row = (name: string, ms: number, share: number | null): HTMLElement => {
    const bar = share === null ? [] : [element('span', { class: 'bar plain' }, element('span'))];
    for (const { firstElementChild } of bar) (firstElementChild as HTMLElement).style.setProperty('width', `${share! * 100}%`);
    return element(
      'tr',
      share === null ? { class: 'sum' } : {},
      element('th', { scope: 'row' }, name),
      element('td', { class: 'length', 'aria-hidden': 'true' }, ...bar),
      element('td', { class: 'figure' }, `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`),
    );
  };
  return [
    ...stages.map(([stage, ms]) => row(words.stages[stage] ?? stage, ms, ms / sum)),
    row(words.total, sum, null),
    row(words.roundTrip, roundTripMs, null),
  ];
}
