import { Session } from 'node:inspector';

/** What code does, by its functions' names; WebAssembly and what leads there count for the function that calls it. */
const KINDS = {
  networks: /^(run|OnnxruntimeSessionHandler)$/,
  'straightening strips': /^warp$/,
  'shrinking pictures': /^(resize|shrunk)$/,
  tensors: /^asTensor$/,
  'decoding text':
    /^(beamSearch|textLogProbability|alignText|bestPath|visualCandidates|constrainedDecode|digitConfidence|entry|withBlanks|joinStrips|decode)$/,
  'collecting garbage': /^\(garbage collector\)$/,
} as const;

export type Kind = keyof typeof KINDS | 'idle' | 'the rest';

const SAMPLING_US = 200;

/** Milliseconds that some work takes in this thread, by kind, by sampling it. Networks run in this thread, too. */
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
    while (node && IN_PASSING.test(node.callFrame.functionName)) node = callers.get(node.id);
    if (node) kinds[kindOf(node)] += (profile.timeDeltas[i] ?? 0) / 1000;
  });
  return kinds;
}

/** Functions that have no kind of their own: they count for their callers. */
const IN_PASSING = /^(wasm-function|js-to-wasm|wasm-to-js|GenericJSToWasmWrapper|inMemory|inPassing|makeRoom|clear|bytesAt|floatsAt)/;

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

function kindOf({ callFrame: { functionName, url } }: ProfileNode): Kind {
  if (functionName === '(idle)' || functionName === '(program)') return 'idle';
  if (url.includes('onnxruntime-node')) return 'networks';
  for (const [kind, names] of Object.entries(KINDS)) if (names.test(functionName)) return kind as Kind;
  return 'the rest';
}
