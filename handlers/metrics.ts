import type { RequestRecord } from './log';

const NAMESPACE = 'bankcard-ocr';

/**
 * Returns the fields of a request's log line by which CloudWatch counts requests by status, and measures times and cold starts, without a call of its API.
 *
 * Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
 */
export const embeddedMetrics = ({ status, isCold }: Pick<RequestRecord, 'status' | 'isCold'>, timestampMs: number): object => ({
  _aws: {
    Timestamp: timestampMs,
    CloudWatchMetrics: [
      { Namespace: NAMESPACE, Dimensions: [['answer']], Metrics: [{ Name: 'requests', Unit: 'Count' }] },
      {
        Namespace: NAMESPACE,
        Dimensions: [[]],
        Metrics: [
          { Name: 'ms', Unit: 'Milliseconds' },
          { Name: 'coldStarts', Unit: 'Count' },
        ],
      },
    ],
  },
  // a dimension has to be text
  answer: String(status),
  requests: 1,
  coldStarts: isCold ? 1 : 0,
});
