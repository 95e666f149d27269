import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import { en } from '../../locales/call/en.ts';
import { callLanguages } from '../../locales/call/load.ts';
import type { Media } from '../../protocol/call-record.ts';
import { participantOf } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import { initialsOf } from '../shared/avatar.ts';
import { cameraIcon, closeIcon, endIcon, handsetIcon } from '../shared/call-icons.ts';
import { drawnView } from '../shared/drawn-view.ts';
import { Help } from '../shared/help.ts';
import { icon } from '../shared/icon.ts';
import { SessionElement } from '../shared/session-element.ts';
import { Texts } from '../shared/texts.ts';
import { CallAcceptEvent, CallDeclineEvent } from './call-prompt-events.ts';
import { styles } from './call-prompt.styles.ts';

/** From when on an open question of the browser's wants a picture of where it is, in milliseconds. */
const OVERLOOKED = 5_000;
/** How long the end of an ordinary call is said, in milliseconds: it stands in the transcript too. */
const FAREWELL = 4_000;

type Acquiring = Extract<CallView, { phase: 'acquiring' }>;

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
export class CallPrompt extends SessionElement {
  static override readonly styles = styles;
  readonly #texts = new Texts(this, en, callLanguages);
  readonly #help = new Help(this);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #phase = '';
  #overlooked = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#phase = '';
  }

  protected override updated(): void {
    const { view, record, clockOffset } = this.session?.call.snapshot ?? {};
    if (!view) return;
    const devices = view.phase === 'acquiring' ? view.devices : null;
    const phase = `${view.phase} ${devices?.is ?? ''}`;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.setStates({ ringing: view.phase === 'prompt', asking: devices?.is === 'opening', refused: phase.endsWith('refused') });
    clearTimeout(this.#timer);
    this.#overlooked = false;
    if (devices?.is === 'opening') this.#timer = setTimeout(this.#overlook, devices.since + OVERLOOKED - Date.now());
    if (view.phase === 'ended' && !troubling(view)) this.#timer = setTimeout(this.#acknowledge, FAREWELL);
    if (view.phase === 'prompt' && record) {
      // The ring shows what is left of the time, and is drawn by CSS alone.
      const left = view.deadline + (clockOffset ?? 0) - Date.now();
      const whole = view.deadline - record.startedAt;
      this.style.setProperty('--_whole', `${whole}ms`);
      this.style.setProperty('--_passed', `${left - whole}ms`);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.session?.call ?? {};
    const view = snapshot && drawnView(snapshot.view);
    const texts = this.#texts.current;
    switch (view?.phase) {
      case 'prompt':
        return view.dismissed ? this.#bar(texts.rings(this.#name), texts.show, () => this.session?.call.setDismissed(false)) : this.#prompt(view.choices);
      case 'claiming':
        return this.#card(texts.claiming, nothing, this.#button(texts.end, 'red', this.#end, endIcon));
      case 'acquiring':
        return this.#acquiring(view);
      case 'rejoin':
        return this.#card(
          texts.rejoinTitle(this.#name),
          html`<p>${texts.rejoinHint}</p>`,
          html`${this.#button(view.busy ? texts.rejoining : texts.rejoin, 'green', this.#rejoin, handsetIcon, view.busy)}${this.#button(texts.end, 'red', this.#end, endIcon)}`,
        );
      case 'elsewhere':
        return this.#bar(texts.elsewhere);
      case 'ended': {
        const { side } = this.session ?? {};
        const hint = texts.endedHint(view.reason);
        return this.#card(
          texts.ended(view.reason, view.by === side),
          html`${view.duration > 0 ? html`<p class="time">${clock(view.duration)}</p>` : nothing}${hint ? html`<p>${hint}</p>` : nothing}`,
          this.#button(texts.close, '', this.#acknowledge),
        );
      }
      default:
        return nothing;
    }
  }

  get #name(): string {
    const record = this.session?.call.snapshot.record;
    return (record && participantOf(record, this.session?.side === 'agent' ? 'customer' : 'agent')?.name) ?? this.#texts.current.someone;
  }

  #prompt(choices: readonly Media[]): TemplateResult {
    const texts = this.#texts.current;
    const video = choices.includes('video');
    return html`<div class="card rings" part="card" role="dialog" aria-labelledby="title">
      <button type="button" class="hide" part="button" aria-label=${texts.hide} @click=${this.#dismiss}>${icon(closeIcon)}</button>
      <div class="face">
        <svg class="time-left" viewBox="0 0 80 80" aria-hidden="true"><circle cx="40" cy="40" r="38" pathLength="1" /></svg>
        <span class="avatar" part="avatar" aria-hidden="true">${initialsOf(this.#name)}</span>
      </div>
      <h3 id="title" part="title">${texts.prompt(this.#name)}</h3>
      <p>${video ? texts.explainBoth : texts.explainAudio}</p>
      <div class="choices" part="choices">
        ${video ? this.#button(texts.acceptVideo, 'green', this.#acceptVideo, cameraIcon, false, 'accept-video') : nothing}
        ${choices.includes('audio') ? this.#button(texts.acceptAudio, 'green', this.#acceptAudio, handsetIcon, false, 'accept-audio') : nothing}
        ${this.#button(texts.decline, 'red', this.#decline, endIcon, false, 'decline')}
      </div>
      <p class="sr" role="alert">${texts.rings(this.#name)}</p>
    </div>`;
  }

  #acquiring({ devices, choice }: Acquiring): TemplateResult {
    const texts = this.#texts.current;
    const end = this.#button(texts.end, 'red', this.#giveUp, endIcon);
    const again = this.#button(texts.again, '', this.#tryAgain);
    if (devices.is === 'camera-refused') {
      const help = this.#help.show((module, words) => module.refusalHelp(words, devices.refusal, 'camera'));
      return this.#card(texts.cameraRefused, html`<p>${texts.cameraHint}</p>${help}`, html`${this.#button(texts.goOn, 'green', this.#goOn, handsetIcon)}${again}${end}`);
    }
    if (devices.is === 'refused') {
      const help = this.#help.show((module, words) => module.refusalHelp(words, devices.refusal, 'microphone', devices.wants === 'video'));
      return this.#card(texts.microphoneRefused, help, html`${again}${end}`);
    }
    const where = this.#overlooked ? this.#help.show((module, words) => module.whereItAsks(words)) : nothing;
    return this.#card(choice === 'video' ? texts.askVideo : texts.askAudio, html`<p>${texts.askHint}</p>${where}`, this.#button(texts.end, 'red', this.#end, endIcon));
  }

  #card(title: string, body: unknown, choices: unknown): TemplateResult {
    return html`<div class="card" part="card" role="dialog" aria-labelledby="title">
      <div role="status"><h3 id="title" part="title">${title}</h3></div>
      ${body}
      <div class="choices" part="choices">${choices}</div>
    </div>`;
  }

  #bar(words: string, label?: string, press?: () => void): TemplateResult {
    return html`<div class="bar" part="card">
      <p role="status">${words}</p>
      ${label ? html`<button type="button" class="small" part="button" @click=${press}>${label}</button>` : nothing}
    </div>`;
  }

  #button(label: string, colour: string, press: () => void, picture?: string, busy = false, name = ''): TemplateResult {
    return html`<button type="button" class="choice ${colour}" part="button ${name}" aria-disabled=${busy ? 'true' : nothing} @click=${press}>${picture ? icon(picture) : nothing}<span>${label}</span></button>`;
  }

  #accept(choice: Media): void {
    // Asked in the same task as the press: sound may only be unlocked there.
    if (this.dispatchEvent(new CallAcceptEvent(choice))) void this.session?.call.accept(choice);
  }

  readonly #overlook = (): void => {
    this.#overlooked = true;
    this.requestUpdate();
  };
  readonly #acceptVideo = (): void => this.#accept('video');
  readonly #acceptAudio = (): void => this.#accept('audio');
  readonly #decline = (): void => {
    if (this.dispatchEvent(new CallDeclineEvent())) void this.session?.call.decline();
  };
  readonly #dismiss = (): void => this.session?.call.setDismissed(true);
  readonly #end = (): void => void this.session?.call.end();
  readonly #giveUp = (): void => void this.session?.call.giveUp();
  readonly #tryAgain = (): void => void this.session?.call.tryAgain();
  readonly #goOn = (): void => void this.session?.call.goOnWithAudio();
  readonly #rejoin = (): void => void this.session?.call.rejoin();
  readonly #acknowledge = (): void => this.session?.call.acknowledge();
}

/** Whether the end is worth staying until it was read. */
const troubling = ({ reason }: Extract<CallView, { phase: 'ended' }>): boolean => ['media-failed', 'lost', 'permission-refused', 'permission-timeout', 'no-answer'].includes(reason);

const clock = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

declare global {
  interface HTMLElementTagNameMap {
    'call-prompt': CallPrompt;
  }
}
