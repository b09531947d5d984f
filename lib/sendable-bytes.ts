/** How many bytes of pictures one request can hold: a function on AWS gets 6 MB at most, with the body in base64. */
export const SENDABLE_BYTES = 4 * 2 ** 20;
