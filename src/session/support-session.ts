import type { Call } from './call/call.ts';
import type { Chat } from './chat/chat.ts';

/** One customer's or agent's side of one conversation. */
export interface SupportSession {
  readonly side: 'customer' | 'agent';
  readonly chat: Chat;
  readonly call: Call;
}
