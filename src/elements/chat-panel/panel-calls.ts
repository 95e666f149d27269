import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { ChatTexts } from '../../locales/en.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { initialsOf } from '../shared/avatar.ts';
import { drawnView, isTalk } from '../shared/drawn-view.ts';
import { adoptInto } from '../shared/session-element.ts';
import { panelCallStyles, ringingLauncherStyles } from './panel-calls.styles.ts';

/** A call's place in the panel. */
export interface CallStage {
  /** What is shown of a closed panel. */
  readonly mode: 'card' | 'pill' | 'none';
  readonly controls: TemplateResult | typeof nothing;
  readonly prompt: TemplateResult | typeof nothing;
}

/** What a panel shows of a call, and how a call is heard when it rings, begins and ends; while it rings the launcher has the caller's face. Loaded with the first one. */
export class PanelCalls {
  readonly #launcher: HTMLElement | null;
  #phase = 'none';
  #heard = new AbortController();

  constructor(panel: HTMLElement & { readonly launcher: HTMLElement | null }, root: ShadowRoot) {
    this.#launcher = panel.launcher;
    adoptInto(root, panelCallStyles);
    panel.addEventListener('call-expand', () => panel.launcher?.click());
    if (panel.launcher) adoptInto(panel.launcher.getRootNode() as ShadowRoot, ringingLauncherStyles);
    panel.setAttribute('exportparts', `${panel.getAttribute('exportparts') ?? ''},${callParts}`);
  }

  stage(session: SupportSession, open: boolean): CallStage {
    const view = drawnView(session.call.snapshot.view);
    const controls = isTalk(view);
    const prompts = !controls && view.phase !== 'none';
    const asks = prompts && view.phase !== 'elsewhere' && !('dismissed' in view && view.dismissed);
    return {
      mode: asks ? 'card' : controls ? 'pill' : 'none',
      controls: controls ? html`<call-controls .session=${session} ?compact=${!open} exportparts=${controlParts}></call-controls>` : nothing,
      prompt: prompts ? html`<call-prompt .session=${session} exportparts=${promptParts}></call-prompt>` : nothing,
    };
  }

  /** Which of the panel's states of a call hold. */
  states({ view: { phase } }: CallSnapshot): Readonly<Record<string, boolean>> {
    return { ringing: phase === 'prompt', 'in-call': phase === 'in-call' || phase === 'joining' };
  }

  attend({ view: { phase }, record }: CallSnapshot, texts: ChatTexts): void {
    const before = this.#phase;
    if (phase === before) return;
    this.#phase = phase;
    this.quiet();
    if (phase !== 'prompt' && phase !== 'in-call' && (phase !== 'ended' || before !== 'in-call')) return;
    const { signal } = (this.#heard = new AbortController());
    const name = record?.participants.find(({ role }) => role === 'agent')?.name ?? texts.support;
    if (phase === 'prompt') this.#showFace(name, signal);
    void import('./attention.ts').then(({ ring, sounds }) => {
      if (signal.aborted) return;
      if (phase === 'prompt') ring(texts.rings(name), signal);
      else sounds.once(phase === 'ended' ? 'ended' : 'connected');
    });
  }

  #showFace(name: string, signal: AbortSignal): void {
    const face = document.createElement('span');
    face.className = 'face';
    face.ariaHidden = 'true';
    face.textContent = initialsOf(name);
    this.#launcher?.append(face);
    signal.addEventListener('abort', () => face.remove(), { once: true });
  }

  /** No longer heard. */
  quiet(): void {
    this.#heard.abort();
  }
}

const prefixed = (element: string, parts: string): string => parts.replace(/\S+/g, `$&:${element}-$&,`);
const promptParts = prefixed('call-prompt', 'card avatar title choices button accept-video accept-audio decline help');
const controlParts = prefixed('call-controls', 'stage tile video avatar self-view notice status controls button video-toggle mute end more');
/** What a page may style of them through the panel: there is no wildcard. */
const callParts = `${promptParts}${controlParts}`.replace(/\S+:/g, '');
