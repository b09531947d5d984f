/** What of a card is shown in several places: outlined, told, and in the answer. */
export type Part = 'card' | 'number' | 'expiry';

/** For the attribute `data-part`: the same wherever the same is shown. */
export const partOf = (cardIndex: number, part: Part): string => `${cardIndex}.${part}`;

/** Light up everywhere what the pointer or the focus is at. */
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
