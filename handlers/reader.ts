import { CardReader } from '../lib';

let loading: Promise<CardReader> | undefined;

/** The one reader of this process, loaded once. A load that failed is tried again by the next caller. */
export function warmReader(): Promise<CardReader> {
  loading ??= CardReader.load().catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}
