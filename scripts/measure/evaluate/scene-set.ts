import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Quad } from '../../../lib/geometry';

/** Name of the file with the labels of a set of made scenes (scripts/train/scenes.py). */
export const SCENE_LABELS = 'scenes.json';

/** A card in a made scene, quads in the picture's pixels. */
export interface SceneCard {
  /** digits only; null: this side has no number */
  readonly pan: string | null;
  /** clockwise from the card's own top left; may leave the picture */
  readonly quad: Quad;
  /** the number's line, or its stacked groups, in reading direction */
  readonly numbers: readonly Quad[];
  readonly expiry: Quad | null;
  /** as it is printed: `MM/YY`, `MM-YYYY`, `YYYY/MM` … */
  readonly expiryText: string | null;
  /** signature strip and security code */
  readonly secrets: readonly Quad[];
}

export interface LabelledScene {
  /** path of the picture */
  readonly file: string;
  /** empty where only look-alikes lie there */
  readonly cards: readonly SceneCard[];
}

type Points = readonly (readonly [number, number])[];

/**
 * Reads the labels of a folder of made scenes.
 *
 * @throws {Error} when the folder has no labels, or they cannot be read
 */
export async function labelledScenes(folder: string): Promise<LabelledScene[]> {
  const quad = (points: Points): Quad => points.map(([x, y]) => ({ x, y })) as unknown as Quad;
  const scenes = JSON.parse(await readFile(join(folder, SCENE_LABELS), 'utf8')) as {
    file: string;
    cards: { pan: string | null; quad: Points; numbers: Points[]; expiry: Points | null; expiryText: string | null; secrets: Points[] }[];
  }[];
  return scenes.map(({ file, cards }) => ({
    file: join(folder, file),
    cards: cards.map((card) => ({
      ...card,
      quad: quad(card.quad),
      numbers: card.numbers.map(quad),
      expiry: card.expiry && quad(card.expiry),
      secrets: card.secrets.map(quad),
    })),
  }));
}
