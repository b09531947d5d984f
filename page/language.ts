/** Languages of the page. */
export type Language = 'en' | 'zh';

/** Values of the attribute `lang`. */
export const LANGUAGE_TAG: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** @param preferred - a browser's languages, best first: `navigator.languages` */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'en' || tag === 'zh');
  return known === 'zh' ? 'zh' : 'en';
}
