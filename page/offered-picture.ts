/** What is dropped or pasted. */
interface Transfer {
  readonly files: ArrayLike<File>;
}

/** The first picture of what is dropped or pasted; without one the first file, so that the service can say what is wrong with it. */
export function offeredPicture(transfer: Transfer | null): File | null {
  const files = Array.from(transfer?.files ?? []);
  return files.find(({ type }) => type.startsWith('image/')) ?? files[0] ?? null;
}
