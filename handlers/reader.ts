import { CardReader, letHeapGrow, type ModelName } from '../lib';

letHeapGrow();

let loading: Promise<CardReader> | undefined;
const loaded = new Set<ModelName>();

/** The networks that this process has loaded up to now. */
export const loadedModels = (): ReadonlySet<ModelName> => loaded;

/** The one reader of this process, loaded once. A load that failed is tried again by the next caller. */
export function warmReader(): Promise<CardReader> {
  loading ??= CardReader.load({ onLoad: (name) => loaded.add(name) }).catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}
