/** Modes of what is made for its owner alone: it may show whole numbers and cards. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 };
