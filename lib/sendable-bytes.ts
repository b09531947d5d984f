/** Pictures that one request can hold: a function on AWS is invoked with 6 MB at most, its body in base64. */
export const SENDABLE_BYTES = 4 * 2 ** 20;
