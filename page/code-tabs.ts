import { CODE_LANGUAGES, type CodeLanguage } from './code';
import { element } from './element';

const tabId = (language: CodeLanguage): string => `code-tab-${language}`;

/**
 * Fills a list of tabs, one for each language. A click or an arrow key chooses one.
 *
 * @param panel - holds the code in the chosen language
 * @param codeIn - makes it
 * @returns shows the code anew
 */
export function codeTabs(tabs: HTMLElement, panel: HTMLElement, codeIn: (language: CodeLanguage) => string): () => void {
  let chosen: CodeLanguage = 'curl';
  const show = (): void => {
    for (const tab of tabs.querySelectorAll('button')) {
      const isChosen = tab.id === tabId(chosen);
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', tabId(chosen));
    panel.textContent = codeIn(chosen);
  };
  const choose = (language: CodeLanguage): void => {
    chosen = language;
    show();
  };
  for (const language of CODE_LANGUAGES) {
    const tab = element('button', { type: 'button', role: 'tab', id: tabId(language), 'aria-controls': panel.id }, language);
    tab.addEventListener('click', () => choose(language));
    tabs.append(tab);
  }
  tabs.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const count = CODE_LANGUAGES.length;
    choose(CODE_LANGUAGES[(CODE_LANGUAGES.indexOf(chosen) + step + count) % count]!);
    document.getElementById(tabId(chosen))?.focus();
  });
  return show;
}
