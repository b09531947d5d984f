import { CameraError, type CameraReading, type CameraState, hasCamera } from '../lib/camera';
import { CardClient, CardClientError, type CardsAnswer } from '../lib/client';
import { photograph, photographOf, stopCamera } from './camera';
import { cardViews } from './card-view';
import { codeOf } from './code';
import { codeTabs } from './code-tabs';
import { byId, element } from './element';
import { FAILURE_WORDS, failureOf } from './failures';
import { jsonView } from './json-view';
import { LANGUAGE_TAG, type Language, languageOf } from './language';
import { maskedAnswer } from './masked-answer';
import { checkReadable, offeredPictures } from './offered-picture';
import { linkParts } from './parts';
import { outlines } from './picture-view';
import { ReadingLoop } from './reading-loop';
import { sendableCopy } from './smaller-copy';
import { stillOf } from './still-picture';
import { timeRows } from './times-view';
import { fixedWord, WORDS } from './words';

/** How far the page has got with a picture that it was given. */
type Progress =
  | { readonly step: 'waiting' }
  | { readonly step: 'reading' }
  | { readonly step: 'read'; readonly answer: CardsAnswer; readonly roundTripMs: number }
  | { readonly step: 'failed'; readonly thrown: unknown };

/** Why there is no camera to begin with. */
const NO_CAMERA: ReadonlySet<CameraError['code']> = new Set(['CAMERA_REFUSED', 'CAMERA_MISSING']);

type CameraNote = 'cameraCertain' | 'cameraDoubtful' | 'cameraFailed' | 'cameraRefused' | 'cameraUnread';

/** A picture that was given, and what became of it. */
interface Entry {
  /** name of the file, or URL of the picture */
  readonly name: string;
  /** null: the service downloads it from the URL */
  readonly file: File | null;
  progress: Progress;
  isShrunk: boolean;
  /** what is shown of the file; null: nothing; undefined: that is not known yet */
  still: Blob | null | undefined;
}

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
const queue = byId('queue', HTMLElement);
const urlForm = byId('url-form', HTMLFormElement);
const urlInput = byId('picture-url', HTMLInputElement);

/** The page lies at the service's root, whatever prefix that has and whether or not a slash ends it. */
const url = location.origin + location.pathname.replace(/\/+$/, '');

/** How long a copy button says that it has copied. */
const COPIED_MS = 1500;

const isTouched = matchMedia('(pointer: coarse)').matches;

let language: Language = languageOf(navigator.languages);
/** in the order in which they are read */
let entries: readonly Entry[] = [];
/** the entry that is seen */
let shown: Entry | null = null;
let isMasked = true;
/** what there is to say about the camera */
let noted: CameraNote | null = null;
/** the access code, in memory only */
let appCode = '';

const showCode = codeTabs(byId('code-tabs', HTMLElement), byId('code-text', HTMLElement), (language) =>
  codeOf(language, { url, picture: shown!.name, isUrl: shown!.file === null, hasCode: appCode !== '' }),
);

function showWords(): void {
  const words = WORDS[language];
  document.documentElement.lang = LANGUAGE_TAG[language];
  document.title = words.title;
  for (const labelled of document.querySelectorAll<HTMLElement>('[data-words]')) {
    labelled.textContent = fixedWord(words, labelled.dataset.words);
  }
  for (const named of document.querySelectorAll<HTMLElement>('[data-label]')) {
    named.setAttribute('aria-label', fixedWord(words, named.dataset.label));
  }
  const other = byId('language', HTMLButtonElement);
  other.lang = LANGUAGE_TAG[language === 'en' ? 'zh' : 'en'];
  show();
}

function show(): void {
  const words = WORDS[language];
  // a picture that waits because another one wants a code asks for the code, too
  const asking = shown?.progress.step === 'waiting' ? entries.find(wantsCode) : undefined;
  const progress = (asking ?? shown)?.progress ?? { step: 'waiting' };
  const answer = progress.step === 'read' ? progress.answer : null;
  document.body.classList.toggle('has-picture', shown !== null);
  note.textContent = noted && words[noted];
  work.hidden = shown === null;
  work.setAttribute('aria-busy', String(progress.step === 'reading'));
  busy.hidden = progress.step !== 'reading' && progress.step !== 'waiting';
  failed.hidden = progress.step !== 'failed';
  details.hidden = answer === null;
  legend.hidden = answer === null;
  reveal.hidden = answer === null;
  byId('drop-title', HTMLElement).textContent = shown !== null ? words.dropAnother : isTouched ? words.pickHere : words.dropHere;
  reveal.textContent = isMasked ? words.reveal : words.hide;
  caption.textContent = shown === null ? '' : shown.isShrunk ? `${shown.name} (${words.shrunk})` : shown.name;
  unshown.textContent = shown?.file ? words.pictureUnshown : words.pictureElsewhere;
  picture.alt = answer ? words.outlined(answer.cards.length) : words.picture;
  overlay.replaceChildren(...(answer ? [outlines(answer, isMasked)] : []));
  cards.replaceChildren(...(answer ? cardViews(answer, { language, isMasked }) : []));
  showQueue();
  if (progress.step === 'read') showDetails(progress.answer, progress.roundTripMs);
  // a number that was revealed must not stay behind
  else byId('raw', HTMLElement).replaceChildren();
  if (progress.step === 'failed') showFailure(progress.thrown);
  // where the element with the focus has been hidden, keyboard users go on from here, and not from the top of the page
  if (document.activeElement?.closest('#work [hidden]')) work.focus({ preventScroll: true });
}

/** Shows how far an entry has got. If another one is seen, that one stays as it is, with what is marked there. */
const showProgress = (entry: Entry): void => (entry === shown ? show() : showQueue());

/** The items of the queue, each with its button. They stay where they are while pictures are read: who clicks on one, or has the focus there, keeps it. */
const items = new Map<Entry, HTMLElement>();

/** Shows what became of each picture, where there are several; one of them may be chosen. */
function showQueue(): void {
  queue.hidden = entries.length < 2;
  if (entries.length !== items.size || !entries.every((entry) => items.has(entry))) {
    items.clear();
    for (const [i, entry] of entries.entries()) items.set(entry, itemOf(entry, i + 1));
    queue.replaceChildren(...items.values());
  }
  for (const [entry, item] of items) {
    const button = item.querySelector('button')!;
    button.className = entry.progress.step;
    if (entry === shown) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    button.querySelector('small')!.textContent = stateOf(entry);
  }
}

function itemOf(entry: Entry, index: number): HTMLElement {
  const button = element('button', { type: 'button' }, element('span', {}, `${index}. ${entry.name}`), element('small'));
  button.addEventListener('click', () => choose(entry));
  return element('li', {}, button);
}

function stateOf({ progress }: Entry): string {
  const words = WORDS[language];
  if (progress.step === 'read') return progress.answer.cards.map(({ maskedPan }) => maskedPan).join(' · ');
  if (progress.step === 'failed') return FAILURE_WORDS[language][failureOf(progress.thrown)].what;
  return progress.step === 'reading' ? words.reading : words.waiting;
}

function showDetails(answer: CardsAnswer, roundTripMs: number): void {
  byId('times', HTMLElement).replaceChildren(...timeRows(answer, roundTripMs, WORDS[language]));
  byId('raw', HTMLElement).replaceChildren(...jsonView(isMasked ? maskedAnswer(answer) : answer));
  showCode();
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

/** Reads other pictures, one after the other, and gives up what is being read. */
function take(given: readonly (File | string)[]): void {
  if (given.length === 0) return;
  stopCamera();
  takeUp(given.map((one) => entryOf(one, { step: 'waiting' })));
  void reading.start();
}

const entryOf = (given: File | string, progress: Progress): Entry => ({
  name: typeof given === 'string' ? given : given.name,
  file: typeof given === 'string' ? null : given,
  progress,
  isShrunk: false,
  still: undefined,
});

function takeUp(others: readonly Entry[]): void {
  forget();
  entries = others;
  noted = null;
  choose(entries[0]!);
}

/** Shows a picture that has been read already, or failed. */
function takeDone(picture: Blob, progress: Progress): void {
  const entry = entryOf(photographOf(picture), progress);
  takeUp([entry]);
  sayOutcome(entry);
  if (wantsCode(entry)) askForCode();
}

function choose(entry: Entry): void {
  shown = entry;
  isMasked = true;
  showPicture(null);
  figure.classList.toggle('unshowable', entry.file === null);
  if (entry.file) void showStill(entry, entry.file);
  show();
}

function showPicture(blob: Blob | null): void {
  URL.revokeObjectURL(picture.src);
  if (blob) picture.src = URL.createObjectURL(blob);
  else picture.removeAttribute('src');
}

async function showStill(entry: Entry, file: File): Promise<void> {
  if (entry.still === undefined) entry.still = await stillOf(file).catch(() => null);
  if (entry !== shown) return;
  if (entry.still) showPicture(entry.still);
  else figure.classList.add('unshowable');
}

function forget(): void {
  reading.stop();
  showPicture(null);
  entries = [];
  shown = null;
}

/** Reads the pictures that wait. One that wants a code makes the others wait for it, too. */
const reading = new ReadingLoop<Entry>(
  () => entries.find((entry) => !isDone(entry)),
  async (entry, signal) => {
    await read(entry, signal);
    return !wantsCode(entry);
  },
);

const isDone = ({ progress }: Entry): boolean => progress.step === 'read' || progress.step === 'failed';

const wantsCode = ({ progress }: Entry): boolean => progress.step === 'failed' && failureOf(progress.thrown) === 'forbidden';

async function read(entry: Entry, signal: AbortSignal): Promise<void> {
  entry.progress = { step: 'reading' };
  showProgress(entry);
  say(WORDS[language].reading);
  let outcome: Progress;
  try {
    // this throws where the page was opened as a file: then there is no service
    const client = new CardClient({ url, appCode });
    if (entry.file) await checkReadable(entry.file);
    const copy = entry.file ? await sendableCopy(entry.file) : entry.name;
    if (signal.aborted) return;
    entry.isShrunk = entry.file !== null && copy !== entry.file;
    const start = performance.now();
    const answer = await client.read(copy, { signal });
    outcome = { step: 'read', answer, roundTripMs: performance.now() - start };
  } catch (thrown) {
    outcome = { step: 'failed', thrown };
  }
  if (signal.aborted) return;
  entry.progress = outcome;
  if (wantsCode(entry)) choose(entry);
  showProgress(entry);
  sayOutcome(entry);
  if (!codeForm.hidden && !failed.hidden) askForCode();
}

/** Lets the code be typed at once, unless something else is being typed. */
function askForCode(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLInputElement && activeElement.value !== '')) codeInput.focus();
}

/** Reads again what failed: in its turn, where others are being read. */
function retry(these: readonly Entry[]): void {
  for (const entry of these) entry.progress = { step: 'waiting' };
  show();
  void reading.start();
}

function sayOutcome({ progress }: Entry): void {
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
  const wordsOf = (state: CameraState): string => WORDS[language].camera[state];
  try {
    const taken = await photograph({ url, appCode, wordsOf });
    if (taken instanceof File) take([taken]);
    else if (taken) showCameraReading(taken);
  } catch (thrown) {
    const { code = 'CAMERA_FAILED', cause, picture: sent = null } = thrown instanceof CameraError ? thrown : {};
    if (sent) takeDone(sent, { step: 'failed', thrown: cause });
    else tell(NO_CAMERA.has(code) ? 'cameraRefused' : 'cameraFailed');
  }
}

/** Shows what the camera read, and with a number always whether it is certain. */
function showCameraReading({ answer, picture: settled, doubts, requestMs }: CameraReading): void {
  if (answer && settled) takeDone(settled, { step: 'read', answer, roundTripMs: requestMs });
  tell(answer === null ? 'cameraUnread' : doubts.length > 0 ? 'cameraDoubtful' : 'cameraCertain');
}

function tell(what: CameraNote): void {
  noted = what;
  show();
}

for (const input of [fileInput, cameraInput]) {
  input.addEventListener('change', () => {
    const picked = offeredPictures({ files: input.files ?? [] });
    input.value = '';
    take(picked);
  });
}
byId('choose', HTMLButtonElement).addEventListener('click', () => fileInput.click());
byId('photograph', HTMLButtonElement).addEventListener('click', () => void useCamera());
byId('camera-app', HTMLButtonElement).addEventListener('click', () => cameraInput.click());
byId('camera-close', HTMLButtonElement).addEventListener('click', stopCamera);
byId('language', HTMLButtonElement).addEventListener('click', () => {
  language = language === 'en' ? 'zh' : 'en';
  showWords();
});
reveal.addEventListener('click', () => {
  isMasked = !isMasked;
  show();
});
byId('cancel', HTMLButtonElement).addEventListener('click', () => {
  const done = entries.filter(isDone);
  forget();
  entries = done;
  if (done.length > 0) choose(done.at(-1)!);
  else show();
  say(WORDS[language].cancelled);
  byId('choose', HTMLButtonElement).focus();
});
again.addEventListener('click', () => shown && retry([shown]));
codeForm.addEventListener('submit', (event) => {
  event.preventDefault();
  appCode = codeInput.value.trim();
  // what is being read was sent without this code
  reading.stop();
  retry(entries.filter((entry) => wantsCode(entry) || entry.progress.step === 'reading'));
});
picture.addEventListener('error', () => figure.classList.add('unshowable'));

document.addEventListener('paste', (event) => {
  // text from a table or a document often comes with a picture of itself
  if (event.target instanceof HTMLInputElement && event.clipboardData?.types.includes('text/plain')) return;
  take(offeredPictures(event.clipboardData));
});
const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
document.addEventListener('dragover', (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) drop.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  drop.classList.remove('over');
  take(offeredPictures(event.dataTransfer));
});

for (const specimen of document.querySelectorAll<HTMLButtonElement>('.specimen')) {
  specimen.addEventListener('click', ({ detail }) => {
    // a double click on Read: the page has moved, and the second click is here
    if (detail > 1) return;
    const base64 = specimen.querySelector('img')!.src.split(',')[1]!;
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    take([new File([bytes], specimen.dataset.file!, { type: 'image/webp' })]);
    work.scrollIntoView({ block: 'nearest' });
  });
}

urlForm.addEventListener('submit', (event) => {
  event.preventDefault();
  take([urlInput.value.trim()]);
  urlInput.value = '';
});

for (const copy of document.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
  // browsers let a page copy only if it came by https or from this machine
  copy.hidden = !navigator.clipboard;
  copy.addEventListener('click', async () => {
    const isCopied = await navigator.clipboard.writeText(byId(copy.dataset.copies!, HTMLElement).textContent).then(
      () => true,
      () => false,
    );
    const said = isCopied ? WORDS[language].copied : WORDS[language].notCopied;
    say(said);
    copy.textContent = said;
    setTimeout(() => {
      copy.textContent = WORDS[language].copy;
    }, COPIED_MS);
  });
}

// A browser may keep the page as it is, to show it again: neither numbers nor the code may wait there.
addEventListener('pagehide', () => {
  stopCamera();
  appCode = '';
  noted = null;
  forget();
  show();
  say('');
  for (const input of [codeInput, urlInput]) input.value = '';
  for (const id of ['code-text', 'failure']) byId(id, HTMLElement).replaceChildren();
});

linkParts(work);
for (const [id, target] of [
  ['api', 'docs'],
  ['limits', 'docs#limits'],
  ['openapi', 'openapi.json'],
] as const) {
  byId(id, HTMLAnchorElement).href = `${url}/${target}`;
}
showWords();
