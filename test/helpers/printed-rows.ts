import type { Networks, PanPrior } from '../../lib/sight';
import { digitStrip } from './digit-strip';
import { RASTER } from './scripted-readers';
import { NO_PRIOR, sightOf } from './sights';

/**
 * Digits in a row, of which a reader sees those whose middle lies in the quad: the first at `left`, the others `pitch` px apart; a space is so wide, too.
 *
 * @param text - or those of several rows, as `BLOCK` has them
 */
export function printed(text: string | readonly string[], left: number, pitch: number, prior: Partial<PanPrior> = {}) {
  const seen = { looks: 0 };
  const fast: Networks['fast'] = {
    read: async (_, [a, b]) => {
      seen.looks++;
      const row = typeof text === 'string' ? text : (text[Math.round(a.y / 30)] ?? '');
      const steps = Math.round((b.x - a.x) / 4);
      const strip = digitStrip('');
      const classes = strip.digitProbs.shape[1]!;
      const data = new Float32Array(steps * classes).fill(1e-4);
      for (let t = 0; t < steps; t++) data[t * classes] = 1 - 1e-4 * (classes - 1);
      [...row].forEach((digit, i) => {
        const t = Math.floor((left + i * pitch - a.x) / 4);
        if (digit === ' ' || t < 0 || t >= steps) return;
        data[t * classes] = 1e-4;
        data[t * classes + Number(digit) + 1] = 1 - 1e-4 * (classes - 1);
      });
      return { stride: 4, digitProbs: { data, shape: [steps, classes] }, digitMass: new Float32Array(steps).fill(1) };
    },
  };
  return { sight: sightOf(RASTER, { fast }, { prior: { ...NO_PRIOR, ...prior } }), seen };
}
