import { CardReader, letHeapGrow, type ModelName } from '../lib';
import { ReaderLoadError } from './reader-load-error';

letHeapGrow();

let loading: Promise<CardReader> | undefined;
/** the networks of the load that succeeded; the set grows when a picture first needs another network */
let loaded: ReadonlySet<ModelName> = new Set();

/** Returns the networks that this process has loaded so far; none before the reader is loaded. */
export const loadedModels = (): ReadonlySet<ModelName> => loaded;

/**
 * Returns the one reader of this process, which is loaded once. After a failed load, the next call tries again.
 *
 * @throws {ReaderLoadError} whose cause is what `CardReader.load` threw
 */
export function warmReader(): Promise<CardReader> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new ReaderLoadError(cause);
  });
  return loading;
}

async function load(): Promise<CardReader> {
  const networks = new Set<ModelName>();
  const reader = await CardReader.load({ onLoad: (name) => networks.add(name) });
  loaded = networks;
  return reader;
}
