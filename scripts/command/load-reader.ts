import { CardReader, READER_VARIABLES } from '../../lib';
import { UsageError } from './usage-error';

/**
 * Loads the reader for a command.
 *
 * @param load - another way to load it
 * @throws {UsageError} which tells what is wrong with its files, and which variables name them
 */
export async function loadReader(load: () => Promise<CardReader> = () => CardReader.load()): Promise<CardReader> {
  try {
    return await load();
  } catch (thrown) {
    const named = READER_VARIABLES.filter((name) => process.env[name]).map((name) => `${name}=${process.env[name]}`);
    const reason = thrown instanceof Error ? (thrown.cause instanceof Error ? thrown.cause.message : thrown.message) : String(thrown);
    throw new UsageError(`the reader cannot be loaded: ${[reason, ...named].join('; ')}`);
  }
}
