import { CardReader, letHeapGrow, type ModelName } from '../lib';
import { ReaderLoadError } from './reader-load-error';

letHeapGrow();

let loading: Promise<CardReader> | undefined;
/** of the load that succeeded: it grows when a picture first needs a further network */
let loaded: ReadonlySet<ModelName> = new Set();

/** The networks that this process has loaded up to now; none while there is no reader that could ask them. */
export const loadedModels = (): ReadonlySet<ModelName> => loaded;

/**
 * The one reader of this process, loaded once. A load that failed is tried again by the next caller.
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
