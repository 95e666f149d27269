import { CallTimer } from '../../protocol/call-clock.ts';
import type { DeviceRefusal, Media } from '../../protocol/call-record.ts';
import type { CallFacts, CallView } from '../../protocol/call-view.ts';
import { agentView } from '../../protocol/call-view.ts';
import type { CallAck } from '../../protocol/call-wire.ts';
import type { CallEvent } from '../contracts/call-authority.ts';
import type { LocalMedia } from '../contracts/devices.ts';
import type { MediaBackend } from '../contracts/media-backend.ts';
import type { Wish } from './call-model.ts';
import { isUnderWay } from './call-model.ts';
import type { CallSessionOptions } from './call-session.ts';
import { CallSession } from './call-session.ts';

export interface AgentCallOptions extends Omit<CallSessionOptions, 'side' | 'key'> {
  readonly conversation: string;
}

/** An agent's calls of one conversation: who rings, and has the own devices open before. */
export class AgentCall extends CallSession {
  readonly #conversation: string;

  constructor({ conversation, ...options }: AgentCallOptions) {
    super({ ...options, side: 'agent', key: `lease.${conversation}` });
    this.#conversation = conversation;
    // A page that is loaded again rings nobody by itself.
    if (this.now.intent?.type === 'start') this.now = { ...this.now, intent: null };
  }

  override start(media: Media): Promise<void> {
    const { environment, signal } = this.options;
    const { intent, record } = this.now;
    if (intent || isUnderWay(record)) return Promise.resolve();
    const callId = environment.id();
    const late = (): void => {
      if (this.#isOpening && this.now.intent?.callId === callId) this.#failed('MICROPHONE_REFUSED', 'timeout');
    };
    // The browser's prompt may never settle.
    environment.after(CallTimer.claim, late, signal);
    const camera = media === 'video' ? 'granted' : 'unasked';
    return this.begin({ type: 'start', callId, commandId: callId, conversation: this.#conversation, media, camera }, media);
  }

  override end(): Promise<void> {
    // Before its devices are open, nobody knows of a start.
    return this.#isOpening ? this.set({ intent: null }) : super.end();
  }

  protected override view(facts: CallFacts): CallView {
    return agentView(this.now.record, facts);
  }

  protected override wish(): Wish | null {
    return this.#isOpening ? null : super.wish();
  }

  /** Of all the agent's calls, those of this conversation. */
  protected override hear(event: CallEvent): void {
    const isOthers = 'news' in event && event.news && event.news.call.conversation !== this.#conversation;
    if (!isOthers) super.hear(event);
    else if (event.type === 'online') super.hear({ type: 'online', news: null });
  }

  protected override answered(wish: Wish, ack: CallAck): void {
    const isOthers = ack.refusal === 'busy' || ack.call.conversation !== this.#conversation;
    if (wish.type === 'start' && isOthers) this.#failed('CALL_BUSY');
    else super.answered(wish, ack);
  }

  protected override refused(wish: Wish, code: string): void {
    if (wish.type === 'start') this.#failed(code);
    else super.refused(wish, code);
  }

  protected override deviceRefused(media: LocalMedia | null, refusal: DeviceRefusal): void {
    if (this.now.intent) this.#failed(media ? 'CAMERA_REFUSED' : 'MICROPHONE_REFUSED', refusal);
    else super.deviceRefused(media, refusal);
  }

  /** Which backend it is the agent learns from the server's answer, a moment after the press. */
  protected override async load(name: string): Promise<MediaBackend> {
    const backend = await super.load(name);
    backend.unlock();
    return backend;
  }

  get #isOpening(): boolean {
    return this.now.intent?.type === 'start' && this.now.devices.is !== 'open';
  }

  /** Nobody was rung, or nobody will be. */
  #failed(code: string, refusal?: DeviceRefusal): void {
    if (this.now.intent?.type === 'start') void this.set({ intent: null, trouble: { type: 'start', code, ...(refusal && { refusal }) } });
  }
}
