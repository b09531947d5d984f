import { readFile } from 'node:fs/promises';
import { CardOcrError, type CardReader, type CardReading } from '../../../lib';
import type { LabelledScene, SceneCard } from './scene-set';

/** Returns the most prominent card; null where the picture is refused. */
export async function readingOf(reader: CardReader, bytes: Buffer): Promise<CardReading | null> {
  try {
    const { mostProminent } = await reader.read(bytes);
    return mostProminent;
  } catch (error) {
    if (!(error instanceof CardOcrError)) throw error;
    return null;
  }
}

/** A clean picture of a card whose number is read right. */
interface RightScene {
  readonly card: SceneCard;
  readonly bytes: Buffer;
  readonly reading: CardReading;
}

/** Reads clean made scenes, and yields those of which the first card's number is read right. */
export async function* rightScenes(reader: CardReader, scenes: readonly LabelledScene[]): AsyncGenerator<RightScene> {
  for (const { file, cards } of scenes) {
    const [card] = cards;
    if (!card) continue;
    const bytes = await readFile(file);
    const reading = await readingOf(reader, bytes);
    if (reading && reading.pan === card.pan) yield { card, bytes, reading };
  }
}
