import { quadAspect, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
import type { TextLine } from './join-lines';

const MIN_ASPECT = 4;
/** One group of four digits, as on quick-read cards. */
const GROUP_ASPECT = { min: 1.4, max: 7 };
const STACK_SIZE = 4;

/** What most numbers are like, gaps included: 15 digits closely set to 19 widely. A line of another shape comes later. */
const USUAL_ASPECT = { min: 7, max: 24 };
const UNUSUAL = 0.75;

/** Lines long enough for a card number, likeliest first: on a card hardly anything is as wide. */
export function numberLines(lines: readonly TextLine[]): TextLine[] {
  const weight = (line: TextLine): number => {
    const usual = quadAspect(line.quad) >= USUAL_ASPECT.min && quadAspect(line.quad) <= USUAL_ASPECT.max;
    return quadWidth(line.quad) * (usual ? 1 : UNUSUAL);
  };
  return lines.filter((line) => quadAspect(line.quad) >= MIN_ASPECT).sort((a, b) => weight(b) - weight(a));
}

/**
 * Four short lines of one size under each other: a number printed in a block.
 *
 * @returns stacks of exactly four lines, each in reading order (top to bottom)
 */
export function numberStacks(lines: readonly TextLine[]): TextLine[][] {
  const groups = lines.filter((line) => quadAspect(line.quad) >= GROUP_ASPECT.min && quadAspect(line.quad) <= GROUP_ASPECT.max);
  const stacks: TextLine[][] = [];
  for (const top of groups) {
    const stack = [top];
    for (let next = nextBelow(top, groups); next && stack.length < STACK_SIZE; next = nextBelow(next, groups)) stack.push(next);
    if (stack.length === STACK_SIZE) stacks.push(stack);
  }
  return stacks;
}

function nextBelow(line: TextLine, lines: readonly TextLine[]): TextLine | undefined {
  const frame = quadFrame(line.quad);
  const height = quadHeight(line.quad);
  const width = quadWidth(line.quad);
  const down = (other: TextLine): number => frame.across(quadCentre(other.quad)) / height;
  return lines
    .filter((other) => {
      const aside = Math.abs(frame.along(quadCentre(other.quad)));
      const ratio = quadHeight(other.quad) / height;
      const step = down(other);
      return step > 0.6 && step < 2.5 && aside < 0.35 * width && ratio > 0.65 && ratio < 1.55;
    })
    .sort((a, b) => down(a) - down(b))[0];
}
