import type { HealthAnswer } from '../../generated/contract-types';
import { version } from '../../package.json';

/**
 * Returns the answer of `GET /v1/health`, to be sent as JSON.
 *
 * @param networks - the networks that read cards: `networkVersions`
 * @param loaded - the names of the networks that this process has loaded
 */
export const healthOf = (
  networks: readonly { readonly name: string; readonly version: string }[],
  loaded: ReadonlySet<string>,
): HealthAnswer => ({
  status: 'ok',
  version,
  models: networks.map((network) => ({ ...network, loaded: loaded.has(network.name) })),
});
