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
  readonly controls: TemplateResult | typeof nothing;
  readonly prompt: TemplateResult | typeof nothing;
}

/** What a panel shows of a call, and where it tells `attention` of each new phase. Loaded with the first one. */
export class PanelCalls {
  /** Which of the panel's states of a call hold. */
  states: Readonly<Record<string, boolean>> = {};
  readonly #launcher: HTMLElement | null;
  #phase = 'none';
  #told = new AbortController();

  constructor(panel: HTMLElement & { readonly launcher: HTMLElement | null }, root: ShadowRoot) {
    this.#launcher = panel.launcher;
    adoptInto(root, panelCallStyles);
    panel.addEventListener('call-expand', () => panel.launcher?.click());
    panel.setAttribute('exportparts', `${String(panel.getAttribute('exportparts'))},${exported}`);
  }

  show(session: SupportSession, texts: ChatTexts, open: boolean): CallStage {
    const view = drawnView(session.call.snapshot.view);
    const { phase } = view;
    this.#tell(session.call.snapshot, phase, texts);
    const isTalking = isTalk(view);
    this.states = { ringing: phase === 'prompt', 'in-call': isTalking && phase !== 'ending' };
    const isQuiet = phase === 'none' || phase === 'elsewhere' || ('dismissed' in view && view.dismissed);
    return {
      mode: isTalking ? 'pill' : isQuiet ? 'none' : 'card',
      // There while anything is to be said of a call, and so to tell that it ended.
      controls: phase === 'none' ? nothing : html`<call-controls .session=${session} ?compact=${!open} exportparts=${partsOf('call-controls')}></call-controls>`,
      prompt: phase === 'none' || isTalking ? nothing : html`<call-prompt .session=${session} exportparts=${partsOf('call-prompt')}></call-prompt>`,
    };
  }

  #tell(snapshot: CallSnapshot, phase: string, texts: ChatTexts): void {
    const before = this.#phase;
    if (phase === before) return;
    this.#phase = phase;
    this.quiet();
    const { signal } = (this.#told = new AbortController());
    void import('./attention.ts').then(({ attend }) => signal.aborted || attend(snapshot, before, texts, this.#launcher, signal));
  }

  /** Nothing is heard any more. */
  quiet(): void {
    this.#told.abort();
  }
}

/** What a page may style of a call through the panel: there is no wildcard. Of both elements: a name that one of them does not have is nobody's. */
const names = 'card avatar title choices button accept-video accept-audio decline help stage tile video self-view notice status controls video-toggle mute end more';
const partsOf = (element: string): string => names.replace(/\S+/g, `$&:${element}-$&,`);
const exported = (partsOf('call-prompt') + partsOf('call-controls')).replace(/\S+:/g, '');
