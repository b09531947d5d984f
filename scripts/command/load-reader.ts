import { CardReader } from '../../lib';
import { UsageError } from './usage-error';

/** Where an operator names files that a reader loads. */
const VARIABLES = ['MODELS_DIR', 'BIN_TABLE'] as const;

/**
 * Load the reader for a command.
 *
 * @param load - in another way
 * @throws {UsageError} which tells what of its files is wrong, and who named them
 */
export async function loadReader(load: () => Promise<CardReader> = () => CardReader.load()): Promise<CardReader> {
  try {
    return await load();
  } catch (thrown) {
    const named = VARIABLES.filter((name) => process.env[name]).map((name) => `${name}=${process.env[name]}`);
    const reason = thrown instanceof Error ? (thrown.cause instanceof Error ? thrown.cause.message : thrown.message) : String(thrown);
    throw new UsageError(`the reader cannot be loaded: ${[reason, ...named].join('; ')}`);
  }
}
