import { log } from '../../../../handlers/log';
import { embeddedMetrics } from '../../../../handlers/metrics';
import { sortLines } from '../../../../scripts/measure/torture/log-lines';
import { captureOutput } from '../../../helpers/captured-output';

const output = captureOutput();
const record = {
  ...{ requestId: 'id', invocationId: null, keyId: null, form: null, status: 462, code: null, ms: 1, isCold: false },
  ...{ cards: 0, imageBytes: 0, pixels: 0, stages: {}, model: 'm' },
} as const;

test('what the function writes are lines of their kinds', () => {
  log('debug', 'info', record);
  log('debug', 'info', record, embeddedMetrics(record, 0));
  log('debug', 'debug', { requestId: 'id', failure: [] });
  expect(sortLines(output.text())).toEqual({ requests: 2, failures: 1, others: [] });
});

test('what else is written is told by its line', () => {
  log('debug', 'info', record);
  const text = `${output.text()}Warning: something\n{"level":"info"}\n${JSON.stringify({ ...record, level: 'info', body: 'x' })}\nnull\n`;
  expect(sortLines(text)).toEqual({ requests: 1, failures: 0, others: [2, 3, 4, 5] });
});
