/** Members of a log line: RequestRecord and FailureRecord of handlers/log.ts, and those of the embedded metric format. */
const REQUEST = [
  'level',
  'requestId',
  'invocationId',
  'keyId',
  'form',
  'status',
  'code',
  'ms',
  'isCold',
  'cards',
  'imageBytes',
  'pixels',
  'stages',
  'model',
];
const METRICS = ['_aws', 'answer', 'requests', 'coldStarts'];
const FAILURE = ['level', 'requestId', 'failure'];

/** What a log holds: how many lines of each kind, and the numbers of the lines that are of no kind. */
interface LogLines {
  readonly requests: number;
  readonly failures: number;
  readonly others: readonly number[];
}

/** Sorts a log's lines by kind. Each must be JSON with just the members of its kind. */
export function sortLines(log: string): LogLines {
  const lines = log.split('\n').filter((line) => line !== '');
  const kinds = lines.map(kindOf);
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  return { requests: count('request'), failures: count('failure'), others: kinds.flatMap((kind, i) => (kind === null ? [i + 1] : [])) };
}

function kindOf(line: string): 'request' | 'failure' | null {
  try {
    const members = Object.keys(JSON.parse(line)).sort().join();
    if (members === [...REQUEST, ...METRICS].sort().join() || members === [...REQUEST].sort().join()) return 'request';
    return members === [...FAILURE].sort().join() ? 'failure' : null;
  } catch {
    return null;
  }
}
