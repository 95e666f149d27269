import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { Media } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { Call, CallSnapshot } from '../../session/call/call.ts';
import { initialsOf } from '../shared/avatar.ts';
import { callButton, CallElement } from '../shared/call-element.ts';
import { cameraIcon, closeIcon, handsetIcon } from '../shared/call-icons.ts';
import { clock } from '../shared/clock.ts';
import { drawnView } from '../shared/drawn-view.ts';
import { icon } from '../shared/icon.ts';
import { Later } from '../shared/later.ts';
import { CallAcceptEvent, CallDeclineEvent } from './call-prompt-events.ts';
import { styles } from './call-prompt.styles.ts';
import { card, hint } from './prompt-card.ts';

/** From when on an open question of the browser's wants a picture of where it is, in milliseconds. */
const OVERLOOKED = 5_000;
/** How long the end of an ordinary call is said, in milliseconds: it stands in the transcript too. */
const FAREWELL = 4_000;

/**
 * Asks a customer whether to talk, and leads them through what the browser asks in turn. Says why it came to nothing, with what to do about it.
 *
 * @csspart card - The surface.
 * @csspart avatar - The picture of who calls.
 * @csspart title - What it is about.
 * @csspart choices - The row of buttons.
 * @csspart button - Every button.
 * @csspart accept-video - Answers with voice and camera.
 * @csspart accept-audio - Answers with the voice.
 * @csspart decline - Does not answer.
 * @csspart help - What was refused, and what to do.
 * @cssstate ringing - A call rings.
 * @cssstate asking - The browser asks the person.
 * @cssstate refused - A device was refused.
 * @fires call-accept - The customer wants to answer. Cancelable.
 * @fires call-decline - The customer does not want the call. Cancelable.
 */
export class CallPrompt extends CallElement {
  static override readonly styles = styles;
  readonly #detours = new Later(this, () => import('./prompt-detours.ts'));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #phase = '';
  #overlooked = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#phase = '';
  }

  protected override updated(): void {
    const { view } = this.call?.snapshot ?? {};
    if (!view) return;
    const devices = view.phase === 'acquiring' ? view.devices : null;
    const asking = devices?.is === 'opening';
    const phase = `${view.phase} ${devices?.is ?? ''}`;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.setStates({ ringing: view.phase === 'prompt', asking, refused: phase.endsWith('refused') });
    clearTimeout(this.#timer);
    this.#overlooked = false;
    if (asking) this.#timer = setTimeout(this.#overlook, devices.since + OVERLOOKED - Date.now());
    if (view.phase === 'ended' && !isTroubling(view)) this.#timer = setTimeout(this.#acknowledge, FAREWELL);
    // Once a second: a ring that never stands still would have the page laid out and painted for every frame.
    if (view.phase === 'prompt') this.#timer = setInterval(() => this.requestUpdate(), 1_000);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { call, texts } = this;
    if (!call) return nothing;
    const view = drawnView(call.snapshot.view);
    const usual = this.#usual(view, call);
    if (!this.#isDetour(view)) return usual;
    const facts = { call, texts, name: this.nameOf(), side: this.session?.side };
    return this.#detours.show((module, words) => module.detour(facts, view, words), usual);
  }

  /** Of an answered call, and what is seen of any other until its own card is there. */
  #usual(view: CallView, call: Call): TemplateResult | typeof nothing {
    const { texts } = this;
    switch (view.phase) {
      case 'prompt':
        return this.#prompt(view, call.snapshot);
      case 'acquiring':
      case 'claiming':
      case 'rejoin': {
        const asks = view.phase === 'acquiring' && view.devices.is === 'opening';
        const title = !asks ? texts.pending : view.choice === 'video' ? texts.askVideo : texts.askAudio;
        return card(title, asks ? hint(texts.askHint) : nothing, callButton('choice red', texts.end, () => void call.end(), handsetIcon));
      }
      case 'ended':
        return card(texts.ended, view.duration > 0 ? hint(clock(view.duration)) : nothing, callButton('choice', texts.close, this.#acknowledge));
      default:
        return nothing;
    }
  }

  /** Whether what there is to see is not part of an answered call, and so is loaded when it comes to that. */
  #isDetour(view: CallView): boolean {
    if ('devices' in view) return this.#overlooked || view.devices.is.endsWith('refused');
    if ('dismissed' in view) return view.dismissed;
    return view.phase === 'ended' ? view.reason !== 'hung-up' : view.phase === 'rejoin' || view.phase === 'elsewhere';
  }

  #prompt({ choices, deadline }: Extract<CallView, { phase: 'prompt' }>, { record, clockOffset }: CallSnapshot): TemplateResult {
    const { texts } = this;
    const left = deadline + clockOffset - Date.now();
    const whole = deadline - (record?.startedAt ?? 0);
    const name = this.nameOf();
    const video = choices.includes('video');
    return card(
      texts.prompt(name),
      hint(video ? texts.explainBoth : texts.explainAudio),
      html`${video ? callButton('choice green', texts.acceptVideo, () => this.#accept('video'), cameraIcon, 'accept-video') : nothing}
      ${choices.includes('audio') ? callButton('choice green', texts.acceptAudio, () => this.#accept('audio'), handsetIcon, 'accept-audio') : nothing}
      ${callButton('choice red', texts.decline, this.#decline, handsetIcon, 'decline')}`,
      html`<button type="button" class="tool" part="button" aria-label=${texts.hide} @click=${this.#dismiss}>${icon(closeIcon)}</button>
        <span class="avatar" part="avatar" aria-hidden="true">${initialsOf(name)}<svg viewBox="0 0 80 80"><circle cx="40" cy="40" r="38" pathLength="1" stroke-dashoffset=${1 - left / whole} /></svg></span>
        <p class="sr" role="alert">${texts.rings(name)}</p>`,
    );
  }

  #accept(choice: Media): void {
    // Asked in the same task as the press: sound may only be unlocked there.
    if (this.dispatchEvent(new CallAcceptEvent(choice))) void this.call?.accept(choice);
  }

  readonly #overlook = (): void => {
    this.#overlooked = true;
    this.requestUpdate();
  };
  readonly #decline = (): void => {
    if (this.dispatchEvent(new CallDeclineEvent())) void this.call?.decline();
  };
  readonly #dismiss = (): void => this.call?.setDismissed(true);
  readonly #acknowledge = (): void => this.call?.acknowledge();
}

/** Whether the end is worth staying until it was read. */
const isTroubling = ({ reason }: Extract<CallView, { phase: 'ended' }>): boolean => /lost|failed|permission|answer/.test(reason);

declare global {
  interface HTMLElementTagNameMap {
    'call-prompt': CallPrompt;
  }
}
