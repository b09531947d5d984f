import { COMPAT_EXAMPLES, RICH_EXAMPLES } from '../../scripts/build/openapi/examples';
import { COMPAT, FORM_TYPE, JSON_TYPE, RICH } from './wire-requests';

/** The examples of openapi.json: name, route, headers, and the example. */
export const API_EXAMPLES = [
  ...Object.entries(COMPAT_EXAMPLES.json).map(([name, example]) => [name, COMPAT, JSON_TYPE, example] as const),
  ...Object.entries(COMPAT_EXAMPLES.form).map(([name, example]) => [name, COMPAT, FORM_TYPE, example] as const),
  ...Object.entries(RICH_EXAMPLES).map(([name, example]) => [name, RICH, JSON_TYPE, example] as const),
];

/** What differs from run to run, made the same: ids, times, and what follows from the day. */
export const settled = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replace(/\d{14}_[\da-f]{32}/g, 'ID')
      .replace(/"log_id":\d+/, '"log_id":1')
      .replace(/("timings":\{)[^}]*/, '$1')
      .replace(/"expired":true/g, '"expired":false'),
    (name, value) => (name === 'warnings' ? value.filter((warning: string) => warning !== 'expired') : value),
  );

/** Pixels and percents that may lie between what two processors make of a picture. */
const MEASURED = { px: 5, share: 0.05 };
/** Of what may happen to be a whole number. */
const TOLERANCES: Readonly<Record<string, number>> = { quality: 10, x: MEASURED.px, y: MEASURED.px };

/** What is expected of an answer: exactly what the example says, but for what is measured in the picture. */
export const likeExample = (example: unknown): unknown =>
  JSON.parse(JSON.stringify(example), (name, value) => {
    const tolerance = TOLERANCES[name] ?? (Number.isInteger(value) ? 0 : value <= 1 ? MEASURED.share : MEASURED.px);
    return typeof value === 'number' && tolerance > 0 ? near(value, tolerance) : value;
  });

const near = (value: number, tolerance: number): unknown => ({
  asymmetricMatch: (actual: unknown) => typeof actual === 'number' && Math.abs(actual - value) <= tolerance,
  toString: () => `${value} ± ${tolerance}`,
});
