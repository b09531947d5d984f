import { CardClient, CardClientError, type CardsAnswer } from '../lib/client';
import { hasCamera, photograph } from './camera';
import { cardViews } from './card-view';
import { curlOf } from './curl';
import { byId, element } from './element';
import { FAILURE_WORDS, failureOf } from './failures';
import { LANGUAGE_TAG, type Language, languageOf } from './language';
import { maskedAnswer } from './masked-answer';
import { offeredPicture } from './offered-picture';
import { outlines } from './picture-view';
import { sendableCopy } from './smaller-copy';
import { timeRows } from './times-view';
import { fixedWord, WORDS } from './words';

/** Where the page has got to with the picture that it was given. */
type Progress =
  | { readonly step: 'waiting' }
  | { readonly step: 'reading'; readonly end: AbortController }
  | { readonly step: 'read'; readonly answer: CardsAnswer; readonly roundTripMs: number }
  | { readonly step: 'failed'; readonly thrown: unknown };

const drop = byId('drop', HTMLElement);
const fileInput = byId('file', HTMLInputElement);
const cameraInput = byId('camera-file', HTMLInputElement);
const work = byId('work', HTMLElement);
const picture = byId('picture', HTMLImageElement);
const figure = byId('figure', HTMLElement);
const overlay = byId('overlay', HTMLElement);
const unshown = byId('unshown', HTMLElement);
const caption = byId('caption', HTMLElement);
const legend = byId('legend', HTMLElement);
const reveal = byId('reveal', HTMLButtonElement);
const busy = byId('busy', HTMLElement);
const failed = byId('failed', HTMLElement);
const codeForm = byId('code-form', HTMLFormElement);
const codeInput = byId('code', HTMLInputElement);
const again = byId('again', HTMLButtonElement);
const cards = byId('cards', HTMLElement);
const details = byId('details', HTMLElement);
const heard = byId('heard', HTMLElement);
const note = byId('note', HTMLElement);

/** The page lies at the service's root, whatever prefix that has and whether or not a slash ends it. */
const url = new URL(location.pathname, location.origin).href.replace(/\/+$/, '');

const isTouched = matchMedia('(pointer: coarse)').matches;

let language: Language = languageOf(navigator.languages);
let progress: Progress = { step: 'waiting' };
let file: File | null = null;
let isShrunk = false;
let isMasked = true;
/** in memory only */
let appCode = '';

function showWords(): void {
  const words = WORDS[language];
  document.documentElement.lang = LANGUAGE_TAG[language];
  document.title = words.title;
  for (const labelled of document.querySelectorAll<HTMLElement>('[data-words]')) {
    labelled.textContent = fixedWord(words, labelled.dataset.words);
  }
  const other = byId('language', HTMLButtonElement);
  other.lang = LANGUAGE_TAG[language === 'en' ? 'zh' : 'en'];
  show();
}

function show(): void {
  const words = WORDS[language];
  const answer = progress.step === 'read' ? progress.answer : null;
  document.body.classList.toggle('has-picture', file !== null);
  work.hidden = file === null;
  work.setAttribute('aria-busy', String(progress.step === 'reading'));
  busy.hidden = progress.step !== 'reading';
  failed.hidden = progress.step !== 'failed';
  details.hidden = answer === null;
  legend.hidden = answer === null;
  byId('drop-title', HTMLElement).textContent = file !== null ? words.dropAnother : isTouched ? words.pickHere : words.dropHere;
  reveal.textContent = answer ? (isMasked ? words.reveal : words.hide) : isMasked ? words.showPicture : words.hidePicture;
  reveal.setAttribute('aria-pressed', String(!isMasked));
  caption.textContent = file === null ? '' : isShrunk ? `${file.name} (${words.shrunk})` : file.name;
  unshown.textContent = words.pictureUnshown;
  figure.classList.toggle('veiled', isMasked && answer === null);
  picture.alt = answer ? words.outlined(answer.cards.length) : words.pictureHidden;
  overlay.replaceChildren(...(answer ? [outlines(answer, isMasked)] : []));
  cards.replaceChildren(...(answer ? cardViews(answer, { language, isMasked }) : []));
  if (progress.step === 'read') showDetails(progress.answer, progress.roundTripMs);
  if (progress.step === 'failed') showFailure(progress.thrown);
}

function showDetails(answer: CardsAnswer, roundTripMs: number): void {
  byId('times', HTMLElement).replaceChildren(...timeRows(answer, roundTripMs, WORDS[language]));
  byId('curl', HTMLElement).textContent = curlOf({ url, fileName: file!.name, hasCode: appCode !== '' });
  byId('raw', HTMLElement).textContent = JSON.stringify(isMasked ? maskedAnswer(answer) : answer, null, 2);
}

function showFailure(thrown: unknown): void {
  const words = WORDS[language];
  const failure = failureOf(thrown);
  const { what, advice } = FAILURE_WORDS[language][failure];
  codeForm.hidden = failure !== 'forbidden';
  again.hidden = failure === 'forbidden';
  const known = thrown instanceof CardClientError ? thrown : null;
  byId('failure', HTMLElement).replaceChildren(
    element('h2', {}, what),
    element('p', {}, advice),
    ...(known
      ? [
          element(
            'p',
            { class: 'fine' },
            `${words.status} ${known.status}${known.message && ` · ${known.message}`}`,
            ...(known.requestId === null ? [] : [element('br'), `${words.requestId} ${known.requestId}`]),
          ),
        ]
      : []),
  );
}

/** Take up another picture; one that is being read is given up. */
function take(next: File): void {
  forget();
  file = next;
  isMasked = true;
  figure.classList.remove('unshowable');
  picture.src = URL.createObjectURL(next);
  note.textContent = '';
  void read(next);
}

function forget(): void {
  if (progress.step === 'reading') progress.end.abort();
  if (file !== null) URL.revokeObjectURL(picture.src);
  progress = { step: 'waiting' };
  file = null;
}

async function read(picked: File): Promise<void> {
  const end = new AbortController();
  progress = { step: 'reading', end };
  isShrunk = false;
  show();
  say(WORDS[language].reading);
  const client = new CardClient({ url, ...(appCode !== '' && { appCode }) });
  let outcome: Progress;
  try {
    const copy = await sendableCopy(picked);
    if (end.signal.aborted) return;
    isShrunk = copy !== picked;
    const start = performance.now();
    const answer = await client.read(copy, { signal: end.signal });
    outcome = { step: 'read', answer, roundTripMs: performance.now() - start };
  } catch (thrown) {
    outcome = { step: 'failed', thrown };
  }
  if (end.signal.aborted) return;
  progress = outcome;
  show();
  sayOutcome();
  if (!codeForm.hidden && !failed.hidden) codeInput.focus();
}

function sayOutcome(): void {
  if (progress.step === 'read') {
    const { cards: found } = progress.answer;
    say(WORDS[language].found(found.length, found.map(({ maskedPan }) => maskedPan.replace(/\*+/g, '…')).join('; ')));
  } else if (progress.step === 'failed') {
    const { what, advice } = FAILURE_WORDS[language][failureOf(progress.thrown)];
    say(`${what}. ${advice}`);
  }
}

const say = (text: string): void => {
  heard.textContent = text;
};

async function useCamera(): Promise<void> {
  if (!hasCamera()) return cameraInput.click();
  try {
    const taken = await photograph();
    if (taken) take(taken);
  } catch {
    note.textContent = WORDS[language].cameraRefused;
  }
}

for (const input of [fileInput, cameraInput]) {
  input.addEventListener('change', () => {
    const picked = offeredPicture({ files: input.files ?? [] });
    input.value = '';
    byId('camera', HTMLDialogElement).close();
    if (picked) take(picked);
  });
}
byId('choose', HTMLButtonElement).addEventListener('click', () => fileInput.click());
byId('photograph', HTMLButtonElement).addEventListener('click', () => void useCamera());
byId('camera-app', HTMLButtonElement).addEventListener('click', () => cameraInput.click());
byId('camera-close', HTMLButtonElement).addEventListener('click', () => byId('camera', HTMLDialogElement).close());
byId('language', HTMLButtonElement).addEventListener('click', () => {
  language = language === 'en' ? 'zh' : 'en';
  showWords();
});
reveal.addEventListener('click', () => {
  isMasked = !isMasked;
  show();
});
byId('cancel', HTMLButtonElement).addEventListener('click', () => {
  forget();
  show();
  say(WORDS[language].cancelled);
  byId('choose', HTMLButtonElement).focus();
});
again.addEventListener('click', () => void (file && read(file)));
codeForm.addEventListener('submit', (event) => {
  event.preventDefault();
  appCode = codeInput.value.trim();
  if (file) void read(file);
});
picture.addEventListener('error', () => figure.classList.add('unshowable'));

document.addEventListener('paste', (event) => {
  const pasted = offeredPicture(event.clipboardData);
  if (pasted) take(pasted);
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) drop.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  const dropped = offeredPicture(event.dataTransfer);
  if (dropped) take(dropped);
});

for (const specimen of document.querySelectorAll<HTMLButtonElement>('.specimen')) {
  specimen.addEventListener('click', () => {
    const base64 = specimen.querySelector('img')!.src.split(',')[1]!;
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    take(new File([bytes], specimen.dataset.file!, { type: 'image/webp' }));
    work.scrollIntoView({ block: 'nearest' });
  });
}

byId('api', HTMLAnchorElement).href = `${url}/openapi.json`;
showWords();
