/** For a name, a connection and TLS. */
export const CONNECT_TIMEOUT_MS = 3000;
/** Without a byte from the server. */
export const IDLE_TIMEOUT_MS = 5000;
/** Of a whole download, redirects included: a server that sends drop by drop must not keep an instance for the whole time budget. */
export const DOWNLOAD_TIMEOUT_MS = 8000;
