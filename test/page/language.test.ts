import { languageOf } from '../../page/language';

test.each([
  [['zh-CN', 'en'], 'zh'],
  [['zh'], 'zh'],
  [['ZH-Hant-TW'], 'zh'],
  [['de-DE', 'zh-CN', 'en'], 'zh'],
  [['en-GB', 'zh-CN'], 'en'],
  [['de', 'fr'], 'en'],
  [['zhx'], 'en'],
  [[], 'en'],
])('%j is spoken to in %s', (preferred, language) => {
  expect(languageOf(preferred)).toBe(language);
});
