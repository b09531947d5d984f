/** How long looking up a name, connecting and TLS may take together. */
export const CONNECT_TIMEOUT_MS = 3000;
/**
 * How long each address of a name is tried, except the last. Node's 250 ms are too short for far hosts, and the last address may be one of IPv6 that leads nowhere. It
 * is half of the time to connect, so that the address after a silent one has as much.
 */
export const ADDRESS_TIMEOUT_MS = CONNECT_TIMEOUT_MS / 2;
/** How long a server may send nothing. */
export const IDLE_TIMEOUT_MS = 5000;
/** How long a whole download may take, redirects included: a server that sends drop by drop must not keep an instance for the whole time budget. */
export const DOWNLOAD_TIMEOUT_MS = 8000;
