import { Session } from 'node:inspector';

/** Names of the functions that do each kind of work. The time of any other function counts for the one that calls it. */
const KINDS = {
  networks: /^(run|OnnxruntimeSessionHandler)$/,
  'straightening strips': /^warp$/,
  'shrinking pictures': /^(resize|shrunk)$/,
  tensors: /^asTensor$/,
  'decoding text':
    /^(beamSearch|textLogProbability|alignText|bestPath|visualCandidates|constrainedDecode|hiddenLogProbabilities|jointTexts|joinStrips)$/,
  'collecting garbage': /^\(garbage collector\)$/,
} as const;

export type Kind = keyof typeof KINDS | 'idle' | 'the rest';

const SAMPLING_US = 200;

/** Samples some work, and returns how many milliseconds each kind of it takes in this thread. Networks run in this thread, too. */
export async function profiled(work: () => Promise<void>): Promise<Record<Kind, number>> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => session.post(method, params, (error, result) => (error ? reject(error) : resolve(result as T))));
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  await post('Profiler.start');
  await work();
  const { profile } = await post<{ profile: Profile }>('Profiler.stop');
  session.disconnect();
  const kinds: Record<Kind, number> = {
    networks: 0,
    'straightening strips': 0,
    'shrinking pictures': 0,
    tensors: 0,
    'decoding text': 0,
    'collecting garbage': 0,
    idle: 0,
    'the rest': 0,
  };
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  profile.samples.forEach((id, i) => {
    let node = nodes.get(id);
    while (node && kindOf(node) === null) node = callers.get(node.id);
    kinds[(node && kindOf(node)) ?? 'the rest'] += (profile.timeDeltas[i] ?? 0) / 1000;
  });
  return kinds;
}

interface ProfileNode {
  readonly id: number;
  readonly children?: readonly number[];
  readonly callFrame: { readonly functionName: string; readonly url: string };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Returns the kind of work that a function does; null: none of its own. */
function kindOf({ callFrame: { functionName, url } }: ProfileNode): Kind | null {
  if (functionName === '(idle)' || functionName === '(program)') return 'idle';
  // starting to sample takes long, and is not part of the work
  if (url === 'node:inspector') return 'idle';
  if (url.includes('onnxruntime-node')) return 'networks';
  for (const [kind, names] of Object.entries(KINDS)) if (names.test(functionName)) return kind as Kind;
  return null;
}
