import { embeddedMetrics } from '../../handlers/metrics';

interface Embedded {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

const NOW = 1_764_090_000_000;
/** With the member that the log's line has already. */
const embedded = (status: number, isCold: boolean): Embedded =>
  ({ ...embeddedMetrics({ status, isCold }, NOW), ms: 12 }) as unknown as Embedded;

test('count requests by status, and cold starts', () => {
  expect(embedded(200, true)).toMatchObject({ answer: '200', requests: 1, coldStarts: 1 });
  expect(embedded(463, false)).toMatchObject({ answer: '463', requests: 1, coldStarts: 0 });
});

test('are of the embedded metric format: each metric is a number of the line, each dimension a text', () => {
  const line = embedded(200, false);
  expect(line._aws.Timestamp).toBe(NOW);
  const directives = line._aws.CloudWatchMetrics;
  expect(directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))).toEqual(['requests', 'ms', 'coldStarts']);
  for (const { Namespace, Dimensions, Metrics } of directives) {
    expect(Namespace).toBe('bankcard-ocr');
    expect(Dimensions.length).toBeGreaterThan(0);
    for (const dimension of Dimensions.flat()) expect(typeof line[dimension]).toBe('string');
    for (const { Name, Unit } of Metrics) {
      expect(typeof line[Name]).toBe('number');
      expect(['Count', 'Milliseconds']).toContain(Unit);
    }
  }
});
