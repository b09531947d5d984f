/** How large an artifact is on the platform. */
export interface ArtifactSize {
  /** the layer's name in resources/layers.yml; for the code of functions, the name of their service */
  readonly name: string;
  readonly unzippedBytes: number;
  readonly zippedBytes?: number;
}

export const MEGABYTE = 1024 * 1024;

/**
 * Our own limits of unzipped artifacts, bytes (`native`: for x64), to notice what creeps in. Those of layers are a tenth to a quarter above the layers' present
 * sizes.
 */
export const ARTIFACT_LIMIT_BYTES: Readonly<Record<string, number>> = {
  'bankcard-ocr': 0.8 * MEGABYTE,
  'bankcard-ocr-batch': 1.4 * MEGABYTE,
  native: 62 * MEGABYTE,
  models: 5.6 * MEGABYTE,
  binTable: 0.14 * MEGABYTE,
};

/** Our own limit of all artifacts together, bytes: what is unpacked when an instance starts. HEIC takes 1.5 MB of it. */
export const SUM_LIMIT_BYTES = 62 * MEGABYTE;

export const sumOf = (sizes: readonly ArtifactSize[]): ArtifactSize => ({
  name: 'sum',
  unzippedBytes: sizes.reduce((sum, { unzippedBytes }) => sum + unzippedBytes, 0),
  zippedBytes: sizes.reduce((sum, { zippedBytes = Number.NaN }) => sum + zippedBytes, 0),
});

/** Returns one line for each limit that is broken. An artifact without a limit of its own counts as breaking one. */
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
