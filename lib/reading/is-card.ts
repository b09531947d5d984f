import { type Quad, quadHeight, quadWidth } from '../geometry';
import type { Sight } from '../sight';
import { readText } from './glance';

const CARD_WORD =
  /bank|card|visa|master|maestro|union.?pay|credit|debit|valid|thru|member|signature|authori[sz]ed|american express|银行|银联|卡|信用|储蓄|有效期/i;
const MAX_WORDS = 12;
const MIN_CONFIDENCE = 0.7;

/**
 * Whether the words of a picture without a readable number speak of a bank card: a scheme, a bank, the usual words.
 *
 * @param words - in reading direction, px of the raster
 * @throws {CardOcrError} as `readText`
 */
export async function speaksOfCard(sight: Sight, words: readonly Quad[]): Promise<boolean> {
  const widest = words
    .filter((quad) => quadWidth(quad) > 1.2 * quadHeight(quad))
    .sort((a, b) => quadWidth(b) - quadWidth(a))
    .slice(0, MAX_WORDS);
  for (const quad of widest) {
    const { text, textConfidence } = await readText(sight, quad);
    if (textConfidence >= MIN_CONFIDENCE && CARD_WORD.test(text)) return true;
  }
  return false;
}
