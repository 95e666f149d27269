import { loadCallHelp } from '../../locales/call/help/load.ts';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import { callPill } from '../call-controls/call-pill.ts';
import { pillStyles } from '../call-controls/call-pill.styles.ts';
import { setbacks } from '../call-controls/call-setbacks.ts';
import { setbackStyles } from '../call-controls/call-setbacks.styles.ts';
import { detour } from '../call-prompt/prompt-detours.ts';
import { detourStyles } from '../call-prompt/prompt-detours.styles.ts';
import { refusalHelpStyles } from '../call-prompt/refusal-help.styles.ts';
import { languageOf } from './language.ts';
import type { SessionElement } from './session-element.ts';
import { adoptInto } from './session-element.ts';

export { movable } from '../call-controls/self-view.ts';
export { toggleMenu } from '../call-controls/more-menu.ts';

const parts = { callPill, detour, setbacks };

/** What a call that is answered, held and ended does not show, with its words. Its part of a page is loaded with the first of it. */
export type RareCall = typeof parts & { readonly words: CallHelpTexts };

export async function rareCall(host: SessionElement): Promise<RareCall> {
  const words = await loadCallHelp(languageOf(host));
  adoptInto(host.root, refusalHelpStyles, detourStyles, setbackStyles, pillStyles);
  return { ...parts, words };
}
