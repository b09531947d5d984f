/** A part of a card that is shown in several places: outlined in the picture, told in words, and in the answer. */
export type Part = 'card' | 'number' | 'expiry';

/** Returns the value of the attribute `data-part`, which is the same wherever the same part is shown. */
export const partOf = (cardIndex: number, part: Part): string => `${cardIndex}.${part}`;

/** Lights up the part that the pointer or the focus is at, wherever it is shown. */
export function linkParts(root: HTMLElement): void {
  const light = (target: EventTarget | null): void => {
    const part = target instanceof Element ? (target.closest('[data-part]')?.getAttribute('data-part') ?? null) : null;
    for (const shown of root.querySelectorAll('[data-part]')) {
      shown.classList.toggle('lit', part !== null && shown.getAttribute('data-part') === part);
    }
  };
  for (const name of ['pointerover', 'focusin']) root.addEventListener(name, ({ target }) => light(target));
  for (const name of ['pointerleave', 'focusout']) root.addEventListener(name, () => light(null));
}
