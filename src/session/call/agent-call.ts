import { CallTimer } from '../../protocol/call-clock.ts';
import type { DeviceRefusal } from '../../protocol/call-record.ts';
import { agentView } from '../../protocol/call-view.ts';
import { isUnderWay } from './call-model.ts';
import * as callRefusals from './call-refusals.ts';
import type { CallSession, CallSessionOptions } from './call-session.ts';
import { callSession } from './call-session.ts';

export interface AgentCallOptions extends Omit<CallSessionOptions, 'side' | 'key'> {
  readonly conversation: string;
}

/** An agent's calls of one conversation: who rings, and has the own devices open before. */
export function agentCall({ conversation, ...options }: AgentCallOptions): CallSession {
  const { environment, signal } = options;
  const call = callSession({ refusals: () => Promise.resolve(callRefusals), ...options, side: 'agent', key: `lease.${conversation}` });
  const usual = { ...call };
  // A page that is loaded again rings nobody by itself.
  if (call.now.intent?.type === 'start') call.now = { ...call.now, intent: null };

  /** While the browser opens this page's devices, for a call that nobody knows of. */
  let opening: AbortController | null = null;

  const isStarting = (): boolean => call.now.intent?.type === 'start';
  const isOpening = (): boolean => isStarting() && call.now.devices.is !== 'open';

  /** Nobody was rung, or nobody will be. */
  const failed = (code: string, refusal?: DeviceRefusal): void => {
    const { intent } = call.now;
    if (intent?.type === 'start') void call.set({ intent: null, trouble: { type: 'start', media: intent.media, code, ...(refusal && { refusal }) } });
  };

  const own: Partial<CallSession> = {
    start(media) {
      const { intent, record } = call.now;
      if (intent || isUnderWay(record)) return Promise.resolve();
      const callId = environment.id();
      opening = new AbortController();
      // The browser's prompt may never settle.
      environment.after(CallTimer.claim, () => failed('MICROPHONE_REFUSED', 'timeout'), AbortSignal.any([signal, opening.signal]));
      const camera = media === 'video' ? 'granted' : 'unasked';
      return call.begin({ type: 'start', callId, commandId: callId, conversation, media, camera }, media);
    },
    // Before its devices are open, nobody knows of a start.
    end: () => (isOpening() ? call.set({ intent: null }) : usual.end()),
    view: agentView,
    wish() {
      if (isOpening()) return null;
      opening?.abort();
      return usual.wish();
    },
    /** Of all the agent's calls, those of this conversation. */
    hear(event) {
      const isOthers = 'news' in event && event.news && event.news.call.conversation !== conversation;
      if (!isOthers) usual.hear(event);
      else if (event.type === 'online') usual.hear({ type: 'online', news: null });
    },
    answered(wish, ack) {
      const isOthers = ack.refusal === 'busy' || ack.call.conversation !== conversation;
      if (wish.type === 'start' && isOthers) failed('CALL_BUSY');
      else usual.answered(wish, ack);
    },
    refused(wish, code) {
      if (wish.type === 'start') failed(code);
      else usual.refused(wish, code);
    },
    startRefused(type, refusal) {
      const isStart = call.now.intent !== null;
      failed(type === 'camera' ? 'CAMERA_REFUSED' : 'MICROPHONE_REFUSED', refusal);
      return isStart;
    },
    /** Which backend it is the agent learns from the server's answer, a moment after the press. */
    async load(name) {
      const backend = await usual.load(name);
      backend.unlock();
      return backend;
    },
  };
  return Object.assign(call, own);
}
