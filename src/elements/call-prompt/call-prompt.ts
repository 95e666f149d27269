import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { Media } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { Call } from '../../session/call/call.ts';
import { initialsOf } from '../shared/avatar.ts';
import { callButton } from '../shared/call-button.ts';
import { CallElement } from '../shared/call-element.ts';
import { cameraIcon, closeIcon, handsetIcon } from '../shared/call-icons.ts';
import { clock } from '../shared/clock.ts';
import { icon } from '../shared/icon.ts';
import { CallAcceptEvent, CallDeclineEvent } from './call-prompt-events.ts';
import { styles } from './call-prompt.styles.ts';
import { card } from './prompt-card.ts';

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
 * @cssprop [--call-prompt-radius=16px] - The corners of the card.
 * @cssstate ringing - A call rings.
 * @cssstate asking - The browser asks the person.
 * @cssstate refused - A device was refused.
 * @fires {CallAcceptEvent} call-accept - The customer wants to answer. Cancelable.
 * @fires {CallDeclineEvent} call-decline - The customer does not want the call. Cancelable.
 */
export class CallPrompt extends CallElement {
  static override readonly styles = styles;
  /** Since when the end is said. */
  #farewell = 0;

  protected override updated(): void {
    const { call } = this;
    if (call?.snapshot.view.phase !== 'ended') this.#farewell = 0;
    else if (!isTroubling(call.snapshot.view) && Date.now() - (this.#farewell ||= Date.now()) >= FAREWELL) call.acknowledge();
  }

  protected override draw(view: CallView, call: Call): TemplateResult | typeof nothing {
    const { texts } = this;
    const { phase } = view;
    const name = this.nameOf();
    const devices = view.phase === 'acquiring' ? view.devices : null;
    const asking = devices?.is === 'opening' ? devices : null;
    const refused = devices?.is.endsWith('refused') ?? false;
    this.setStates({ ringing: phase === 'prompt', asking: asking !== null, refused });
    // Of an answered call, and what is seen of any other until its own card is there.
    let usual: TemplateResult | typeof nothing = nothing;
    let isRare = phase === 'elsewhere';
    if (view.phase === 'prompt') {
      usual = this.#prompt(view, call, name);
      isRare = view.dismissed;
    } else if (view.phase === 'ended') {
      usual = card(texts.ended, view.duration ? clock(view.duration) : '', callButton('choice', texts.close, () => call.acknowledge()));
      isRare = view.reason !== 'hung-up';
    } else if ('choice' in view || phase === 'rejoin') {
      const title = !asking ? texts.pending : asking.wants === 'video' ? texts.askVideo : texts.askAudio;
      usual = card(title, asking ? texts.askHint : '', callButton('choice red', texts.end, () => void call.end(), handsetIcon));
      isRare = asking ? Date.now() - asking.since > OVERLOOKED : refused || phase === 'rejoin';
    }
    return isRare ? this.rarely((rare) => rare.detour({ call, texts, name, side: this.session?.side }, view, rare.words), usual) : usual;
  }

  #prompt({ choices, deadline }: Extract<CallView, { phase: 'prompt' }>, call: Call, name: string): TemplateResult {
    const { texts } = this;
    const { record, clockOffset } = call.snapshot;
    const began = record?.startedAt ?? 0;
    const gone = (Date.now() - clockOffset - began) / (deadline - began);
    // Asked in the same task as the press: sound may only be unlocked there.
    const accept = (choice: Media, label: string, picture: string): TemplateResult | typeof nothing =>
      choices.includes(choice) ? callButton('choice green', label, () => void (this.dispatchEvent(new CallAcceptEvent(choice)) && call.accept(choice)), picture, `accept-${choice}`) : nothing;
    const decline = (): void => void (this.dispatchEvent(new CallDeclineEvent()) && call.decline());
    const dismiss = (): void => call.setDismissed(true);
    return card(
      texts.prompt(name),
      choices.includes('video') ? texts.explainBoth : texts.explainAudio,
      html`${accept('video', texts.acceptVideo, cameraIcon)}${accept('audio', texts.acceptAudio, handsetIcon)}${callButton('choice red', texts.decline, decline, handsetIcon, 'decline')}`,
      html`<button type="button" class="tool" part="button" aria-label=${texts.hide} @click=${dismiss}>${icon(closeIcon)}</button>
        <span class="avatar" part="avatar" aria-hidden="true">${initialsOf(name)}<svg viewBox="0 0 80 80"><circle cx="40" cy="40" r="38" pathLength="1" stroke-dashoffset=${gone} /></svg></span>
        <p class="sr" role="alert">${texts.rings(name)}</p>`,
    );
  }
}

/** Whether the end is worth staying until it was read. */
const isTroubling = ({ reason }: Extract<CallView, { phase: 'ended' }>): boolean => /lost|failed|permission|answer/.test(reason);

declare global {
  interface HTMLElementTagNameMap {
    'call-prompt': CallPrompt;
  }
}
