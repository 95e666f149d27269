import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AgentTextKey } from '../../locales/agent/en.ts';
import { en } from '../../locales/agent/en.ts';
import type { Media } from '../../protocol/call-record.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Call, CallTrouble } from '../../session/call/call.ts';
import type { Desk } from '../../session/desk/desk.ts';
import { whyNoCall } from '../shared/call-reasons.ts';
import { callSentence } from '../shared/call-words.ts';
import { icon } from '../shared/icons.ts';
import type { IconName } from '../shared/icons.ts';
import { KeptFocus } from '../shared/kept-focus.ts';
import { controls, look } from '../shared/look.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { ConsoleCommandEvent } from './status-bar.ts';
import { noticesStyles } from './call-notices.styles.ts';

type CallStartTrouble = Extract<CallTrouble, { type: 'start' }>;

/** What is to be said of a conversation's calls beside the call's own window: how it ended, what was refused, and the way on. */
export class AgentCallNotices extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    call: { attribute: false },
    conversation: { attribute: false },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare call: Call | null;
  declare conversation: AgentConversation | null;

  static override styles = [look, controls, noticesStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.call = null;
    this.conversation = null;
    new Watch(this, () => this.call);
    new Watch(this, () => this.desk);
    new KeptFocus(this, () => this.dispatchEvent(new ConsoleCommandEvent('hold-focus')));
  }

  /** By key: what the notice offers. */
  callAgain(): void {
    const { call, conversation } = this;
    const media = call && conversation && this.#again(call, conversation);
    if (media) void call.start(media);
  }

  override render(): TemplateResult {
    const { call, conversation } = this;
    return html`<div role="status">${call && conversation ? this.#notices(call, conversation) : nothing}</div>`;
  }

  #notices(call: Call, conversation: AgentConversation): TemplateResult | typeof nothing {
    const { say, nameOf } = this.words;
    const { view, record, trouble, room } = call.snapshot;
    const name = nameOf(conversation.customer);
    if (trouble) return this.#trouble(call, trouble);
    switch (view.phase) {
      case 'ended': {
        const sentence = callSentence({ record, view, name, online: this.desk?.snapshot.connection.is === 'online' }, this.words);
        const lasted = view.duration > 0 ? say('ended.lasted', { duration: this.words.duration(view.duration) }) : '';
        const again = (): void => this.callAgain();
        return this.#notice(
          'hangUp',
          html`<span>${sentence}</span> <span class="quiet">${lasted}</span>`,
          html`${this.#again(call, conversation) ? html`<button type="button" @click=${again}>${say('ended.callAgain')}</button>` : nothing}
            ${this.#dismiss(call)}`,
        );
      }
      case 'rejoin': {
        const rejoin = (): void => void call.rejoin();
        return this.#notice(
          'phone',
          html`${say('call.rejoin')}`,
          html`<button type="button" class="primary" aria-disabled=${view.busy ? 'true' : 'false'} @click=${rejoin}>
            ${say('call.rejoinNow')}
          </button>`,
        );
      }
      case 'elsewhere':
        return this.#notice('phone', html`${say('call.elsewhere')}`, nothing);
      case 'none':
      case 'preparing':
        return nothing;
      default: {
        if (room?.playback !== 'blocked') return nothing;
        const hear = (): void => void call.resumePlayback();
        return this.#notice(
          'sound',
          html`${say('call.playback')}`,
          html`<button type="button" class="primary" @click=${hear}>${say('call.hear')}</button>`,
        );
      }
    }
  }

  #trouble(call: Call, trouble: CallTrouble): TemplateResult {
    const { say } = this.words;
    const openSettings = (): void => void this.dispatchEvent(new ConsoleCommandEvent('settings'));
    const settings = html`<button type="button" @click=${openSettings}>${say('trouble.settings')}</button>`;
    if (trouble.type === 'speaker') return this.#notice('warning', html`${say('trouble.speaker')}`, html`${settings} ${this.#dismiss(call)}`, true);
    const isCamera = trouble.type === 'camera' || (trouble.type === 'start' && trouble.code === 'CAMERA_REFUSED');
    const device = isCamera ? 'camera' : 'microphone';
    const words = trouble.refusal
      ? html`${say(`trouble.${device}.${trouble.refusal}`)} <span class="quiet">${say(`trouble.help.${trouble.refusal}`)}</span>`
      : html`${this.#startWords(trouble)}`;
    const before = trouble.type === 'start' ? html`<strong>${say('trouble.rangNobody')}</strong> ` : nothing;
    const retry = trouble.type === 'start' && this.conversation && !this.#blocked(this.conversation) ? this.#retry(call, trouble, isCamera) : nothing;
    return this.#notice('warning', html`${before}${words}`, html`${retry}${trouble.refusal ? settings : nothing}${this.#dismiss(call)}`, true);
  }

  /** What was asked for; where that needs a camera that is refused, also what does not. */
  #retry(call: Call, { media }: CallStartTrouble, withoutCamera: boolean): TemplateResult {
    const { say } = this.words;
    const again = (): void => void call.start(media);
    const audio = (): void => void call.start('audio');
    return html`<button type="button" @click=${again}>${say('common.tryAgain')}</button>
      ${withoutCamera ? html`<button type="button" @click=${audio}>${say('trouble.withoutVideo')}</button>` : nothing}`;
  }

  /** What an ended call would be made with again, where that is possible now. */
  #again({ snapshot: { view, record, trouble } }: Call, conversation: AgentConversation): Media | null {
    if (view.phase !== 'ended' || trouble || this.#blocked(conversation)) return null;
    const media = record?.media ?? 'audio';
    return media === 'audio' || conversation.calling === 'voice-and-video' ? media : null;
  }

  #startWords(trouble: CallTrouble): string {
    const code = 'code' in trouble ? trouble.code : '';
    const key = `trouble.start.${code}`;
    return key in en ? this.words.say(key as AgentTextKey) : this.words.say('trouble.start.other', { code });
  }

  #blocked(conversation: AgentConversation): boolean {
    return !this.desk || whyNoCall(this.desk.snapshot, conversation, this.words) !== null;
  }

  #dismiss(call: Call): TemplateResult {
    const { say } = this.words;
    const dismiss = (): void => call.acknowledge();
    return html`<button class="plain only-icon close" type="button" aria-label=${say('common.close')} title=${say('common.close')} @click=${dismiss}>
      ${icon('close')}
    </button>`;
  }

  #notice(name: IconName, words: TemplateResult, actions: TemplateResult | typeof nothing, trouble = false): TemplateResult {
    return html`<div class=${trouble ? 'notice trouble' : 'notice'}>
      ${icon(name)}
      <div class="words">${words}</div>
      ${actions}
    </div>`;
  }
}
