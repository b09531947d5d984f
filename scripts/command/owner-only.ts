/** Modes of folders and files that only their owner may open, as they may show whole numbers and cards. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 };
