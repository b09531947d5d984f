/** For a name, a connection and TLS. */
export const CONNECT_TIMEOUT_MS = 3000;
/**
 * For each address of a name but the last one tried: Node gives them 250 ms, in which no far host answers, and the last may be one of IPv6 that leads nowhere. Half of
 * the time that there is to connect, so that the address after one that is silent has as much.
 */
export const ADDRESS_TIMEOUT_MS = CONNECT_TIMEOUT_MS / 2;
/** Without a byte from the server. */
export const IDLE_TIMEOUT_MS = 5000;
/** Of a whole download, redirects included: a server that sends drop by drop must not keep an instance for the whole time budget. */
export const DOWNLOAD_TIMEOUT_MS = 8000;
