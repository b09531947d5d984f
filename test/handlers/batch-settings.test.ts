import { batchSettingsFrom } from '../../handlers/batch-settings';
import { settingsFrom } from '../../handlers/settings';

test('nothing set: results are masked, no manifests, 20 s a picture', () => {
  const folders = { pictures: 'in/', results: 'out/' };
  expect(batchSettingsFrom({})).toEqual({ ...settingsFrom({}), timeBudgetMs: 20_000, folders, isMasked: true, hasManifest: false });
});

test('everything set', () => {
  const env = {
    BATCH_MASK: 'off',
    BATCH_MANIFEST: 'on',
    BATCH_PICTURES: 'scans/',
    BATCH_RESULTS: 'read/',
    TIME_BUDGET_MS: '3000',
    S3_BUCKETS: 'cards',
  };
  const folders = { pictures: 'scans/', results: 'read/' };
  expect(batchSettingsFrom(env)).toEqual({ ...settingsFrom(env), timeBudgetMs: 3000, folders, isMasked: false, hasManifest: true });
});

test('pictures may be anywhere; results may not, for they would be taken for pictures', () => {
  expect(batchSettingsFrom({ BATCH_PICTURES: '', BATCH_RESULTS: '' }).folders).toEqual({ pictures: '', results: 'out/' });
});

test.each(['', 'on', 'OFF', 'false', '0'])('only "off" unmasks, "%s" does not', (BATCH_MASK) => {
  expect(batchSettingsFrom({ BATCH_MASK }).isMasked).toBe(true);
});
