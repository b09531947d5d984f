import { type Environment, type Settings, settingsFrom } from './settings';
import type { Folders } from './stored-picture';

/** The settings of the batch, which an operator sets in the environment. */
export interface BatchSettings extends Settings {
  readonly folders: Folders;
  /** whether results show only the first 6 and last 4 digits of numbers */
  readonly isMasked: boolean;
  /** whether each invocation leaves a list of its pictures */
  readonly hasManifest: boolean;
}

/** The longest time budget of a picture: more than twice what a slow download may take. */
const LONGEST_TIME_BUDGET_MS = 20_000;

/**
 * Reads the settings of the batch.
 *
 * @param env - `process.env`
 */
export function batchSettingsFrom(env: Environment): BatchSettings {
  const settings = settingsFrom(env);
  return {
    ...settings,
    timeBudgetMs: Math.min(settings.timeBudgetMs, LONGEST_TIME_BUDGET_MS),
    folders: { pictures: env.BATCH_PICTURES ?? 'in/', results: env.BATCH_RESULTS || 'out/' },
    isMasked: env.BATCH_MASK !== 'off',
    hasManifest: env.BATCH_MANIFEST === 'on',
  };
}
