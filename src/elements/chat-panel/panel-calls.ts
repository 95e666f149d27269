import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { ChatTexts } from '../../locales/en.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { drawnView, isTalk } from '../shared/drawn-view.ts';
import { adoptInto } from '../shared/session-element.ts';
import { panelCallStyles } from './panel-calls.styles.ts';

/** A call's place in the panel. */
export interface CallStage {
  /** What is shown of a closed panel. */
  readonly mode: 'card' | 'pill' | 'none';
  readonly controls: TemplateResult;
  readonly prompt: TemplateResult | typeof nothing;
}

/** What a panel shows of a call. */
export interface PanelCalls {
  /** Which of the panel's states of a call hold. */
  readonly states: Readonly<Record<string, boolean>>;
  /** Null while there is no call. */
  show(session: SupportSession, texts: ChatTexts, open: boolean): CallStage | null;
  /** Nothing is heard any more. */
  quiet(): void;
}

/** Draws a call into a panel, and tells `attention` of each new phase. Loaded with the first one. */
export function panelCalls(panel: HTMLElement & { readonly launcher: HTMLElement | null }, root: ShadowRoot): PanelCalls {
  const { launcher } = panel;
  let states = {};
  let before = 'none';
  let told = new AbortController();
  const tell = (snapshot: CallSnapshot, texts: ChatTexts, from: string): void => {
    told.abort();
    const { signal } = (told = new AbortController());
    import('./attention.ts').then(
      ({ attend }) => signal.aborted || attend(snapshot, from, texts, panel, signal),
      () => undefined,
    );
  };
  adoptInto(root, panelCallStyles);
  const open = (): void => launcher?.click();
  panel.addEventListener('call-expand', open);
  // A picture wants to be seen.
  panel.addEventListener('call-accept', ({ choice }) => choice === 'video' && open());
  panel.setAttribute('exportparts', `${String(panel.getAttribute('exportparts'))},${exported}`);
  return {
    get states() {
      return states;
    },
    quiet: () => told.abort(),
    show(session, texts, open) {
      const { snapshot } = session.call;
      const view = drawnView(snapshot.view);
      const { phase } = view;
      if (phase !== before) tell(snapshot, texts, before);
      before = phase;
      const isTalking = isTalk(view);
      states = { ringing: phase === 'prompt', 'in-call': isTalking && phase !== 'ending' };
      if (phase === 'none') return null;
      return {
        mode: isTalking ? 'pill' : phase === 'elsewhere' || ('dismissed' in view && view.dismissed) ? 'none' : 'card',
        // There while anything is to be said of a call, and so to tell that it ended.
        controls: html`<call-controls .session=${session} ?compact=${!open} exportparts=${partsOf('call-controls')}></call-controls>`,
        prompt: isTalking ? nothing : html`<call-prompt .session=${session} exportparts=${partsOf('call-prompt')}></call-prompt>`,
      };
    },
  };
}

/** What a page may style of a call through the panel: there is no wildcard. Of both elements: a name that one of them does not have is nobody's. */
const names = 'card avatar title choices button accept-video accept-audio decline help stage tile video self-view notice status controls video-toggle mute end more';
const partsOf = (element: string): string => names.replace(/\S+/g, `$&:${element}-$&,`);
const exported = names.replace(/\S+/g, 'call-prompt-$&,call-controls-$&,');
