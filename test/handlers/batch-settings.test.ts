import { batchSettingsFrom } from '../../handlers/batch-settings';
import { settingsFrom } from '../../handlers/settings';

test('nothing set: results are masked, no manifests, 20 s a picture', () => {
  expect(batchSettingsFrom({})).toEqual({ ...settingsFrom({}), timeBudgetMs: 20_000, isMasked: true, hasManifest: false });
});

test('everything set', () => {
  const env = { BATCH_MASK: 'off', BATCH_MANIFEST: 'on', TIME_BUDGET_MS: '3000', S3_BUCKETS: 'cards' };
  expect(batchSettingsFrom(env)).toEqual({ ...settingsFrom(env), timeBudgetMs: 3000, isMasked: false, hasManifest: true });
});

test.each(['', 'on', 'OFF', 'false', '0'])('only "off" unmasks, "%s" does not', (BATCH_MASK) => {
  expect(batchSettingsFrom({ BATCH_MASK }).isMasked).toBe(true);
});
