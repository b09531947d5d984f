import { quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import type { TextLine } from '../location/join-lines';
import type { TextRecognizer } from '../recognition/text-recognizer';

const CARD_WORD =
  /bank|card|visa|master|maestro|union.?pay|credit|debit|valid|thru|member|signature|authori[sz]ed|american express|银行|银联|卡|信用|储蓄|有效期/i;
const MAX_LINES = 12;
const MIN_CONFIDENCE = 0.7;

/**
 * Whether the text of a picture without a readable number speaks of a bank card: a scheme, a bank, the usual words.
 *
 * @throws {CardOcrError} as `Model.run`
 */
export async function speaksOfCard(
  recognizer: TextRecognizer,
  raster: Raster,
  lines: readonly TextLine[],
  checkTime: () => void,
): Promise<boolean> {
  const widest = lines
    .filter(({ quad }) => quadWidth(quad) > 1.2 * quadHeight(quad))
    .sort((a, b) => quadWidth(b.quad) - quadWidth(a.quad))
    .slice(0, MAX_LINES);
  for (const { quad } of widest) {
    checkTime();
    const { text, textConfidence } = await recognizer.read(raster, quad);
    if (textConfidence >= MIN_CONFIDENCE && CARD_WORD.test(text)) return true;
  }
  return false;
}
