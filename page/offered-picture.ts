/** What is dropped or pasted. */
interface Transfer {
  readonly files: ArrayLike<File>;
}

/** The pictures of what is dropped, pasted or picked; without one the first file, so that the service can say what is wrong with it. */
export function offeredPictures(transfer: Transfer | null): File[] {
  const files = Array.from(transfer?.files ?? []);
  const pictures = files.filter(({ type }) => type.startsWith('image/'));
  return pictures.length > 0 ? pictures : files.slice(0, 1);
}
