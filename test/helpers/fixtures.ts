import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExpectedReading } from '../../scripts/build/specimens/specimens';

const FIXTURES_FOLDER = path.resolve(__dirname, '../fixtures');
const FORMATS_FOLDER = path.join(FIXTURES_FOLDER, 'formats');
const EXPECTED_SUFFIX = '.expected.json';

/** A picture of the test set and what a reader ought to find in it. */
export interface Fixture {
  readonly name: string;
  /** Absolute path of the JPEG. */
  readonly file: string;
  readonly expected: ExpectedReading;
}

/**
 * Returns one picture of the test set.
 *
 * @param name - without extension, e.g. `embossed-16`
 */
export const fixture = (name: string): Fixture => ({
  name,
  file: path.join(FIXTURES_FOLDER, `${name}.jpg`),
  expected: JSON.parse(readFileSync(path.join(FIXTURES_FOLDER, name + EXPECTED_SUFFIX), 'utf8')),
});

/** Every picture of the test set, by name. */
export const listFixtures = (): Fixture[] =>
  readdirSync(FIXTURES_FOLDER)
    .filter((file) => file.endsWith(EXPECTED_SUFFIX))
    .map((file) => fixture(file.slice(0, -EXPECTED_SUFFIX.length)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * Returns the bytes of the one card in one of its formats.
 *
 * @param file - e.g. `cmyk.jpg`; `listFormats()` names them all
 */
export const formatFixture = (file: string): Buffer => readFileSync(path.join(FORMATS_FOLDER, file));

/** File names of the one card in all its formats. */
export const listFormats = (): string[] => readdirSync(FORMATS_FOLDER).sort();
