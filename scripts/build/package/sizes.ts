/** How much something takes on the platform. */
export interface ArtifactSize {
  /** a layer as resources/layers.yml names it, or the service whose functions' code it is */
  readonly name: string;
  readonly unzippedBytes: number;
  readonly zippedBytes?: number;
}

export const MEGABYTE = 1024 * 1024;

/** Ours, unzipped (native: for x64), to notice what creeps in; of layers a tenth to a quarter above what they are. */
export const ARTIFACT_LIMIT_BYTES: Readonly<Record<string, number>> = {
  'bankcard-ocr': 0.8 * MEGABYTE,
  'bankcard-ocr-batch': 1.4 * MEGABYTE,
  native: 62 * MEGABYTE,
  models: 6.2 * MEGABYTE,
  binTable: 0.14 * MEGABYTE,
};

/** Ours of all together: what is unpacked when an instance starts. HEIC takes 1.5 of it. */
export const SUM_LIMIT_BYTES = 62 * MEGABYTE;

export const sumOf = (sizes: readonly ArtifactSize[]): ArtifactSize => ({
  name: 'sum',
  unzippedBytes: sizes.reduce((sum, { unzippedBytes }) => sum + unzippedBytes, 0),
  zippedBytes: sizes.reduce((sum, { zippedBytes = Number.NaN }) => sum + zippedBytes, 0),
});

/** One line for each limit that is broken; an artifact without a limit of its own breaks one, too. */
export function brokenLimits(sizes: readonly ArtifactSize[]): string[] {
  const limited = sizes.map((size) => ({ ...size, limitBytes: ARTIFACT_LIMIT_BYTES[size.name] ?? 0 }));
  return [...limited, { ...sumOf(sizes), limitBytes: SUM_LIMIT_BYTES }]
    .filter(({ unzippedBytes, limitBytes }) => unzippedBytes > limitBytes)
    .map(
      ({ name, unzippedBytes, limitBytes }) => `${name}: ${megabytes(unzippedBytes)} unzipped, over the limit of ${megabytes(limitBytes)}`,
    );
}

const MIN_NAME_WIDTH = 10;

/** The sizes and their sum, as lines of text. */
export function sizeTable(sizes: readonly ArtifactSize[]): string {
  const isZipped = sizes.every(({ zippedBytes }) => zippedBytes !== undefined);
  const width = Math.max(MIN_NAME_WIDTH, ...sizes.map(({ name }) => name.length));
  const line = (name: string, ...cells: string[]): string => `${name.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;
  return [
    line('', 'unzipped', ...(isZipped ? ['zipped'] : [])),
    ...[...sizes, sumOf(sizes)].map(({ name, unzippedBytes, zippedBytes = 0 }) =>
      line(name, megabytes(unzippedBytes), ...(isZipped ? [megabytes(zippedBytes)] : [])),
    ),
  ].join('');
}

const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(2)} MB`;
