import { readStored, store } from '../chat-widget/page-storage.ts';

const KEY = 'warmline words';
/** For where the tab keeps nothing. */
let kept = '';

/** Which words of which call were shown last, and whether others of the same call were before them. */
function shown(): readonly string[] {
  return (readStored('sessionStorage', KEY) ?? kept).split(' ');
}

/** Whether a person has looked at other words of this call, on this page or on one before it in this tab, and not at these. */
export function areUnseen(call: string, words: readonly number[]): boolean {
  const [known, before] = shown();
  return known === call && before !== String(words);
}

/** They are looked at now. Returns whether they are new to who does: where others of the same call were shown before. */
export function lookAt(call: string, words: readonly number[]): boolean {
  const [known, before, wereNew] = shown();
  if (known === call && before === String(words)) return wereNew === 'new';
  const areNew = known === call;
  kept = `${call} ${String(words)} ${areNew ? 'new' : 'first'}`;
  store('sessionStorage', KEY, kept);
  return areNew;
}
