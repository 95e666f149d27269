import type { Entry, Part } from '../../src/protocol/entry.ts';
import type { CallSnapshot } from '../../src/session/call/call.ts';
import type { Chat, ChatSnapshot } from '../../src/session/chat/chat.ts';
import { Store } from '../../src/session/contracts/observable.ts';
import type { SupportSession } from '../../src/session/support-session.ts';
import { FakeCall } from './fake-call.ts';

/** A chat that shows what a test says, and remembers what was asked of it. */
export class FakeChat implements Chat {
  readonly asked: { readonly method: string; readonly detail?: unknown }[] = [];
  endFails = false;
  readonly #store: Store<ChatSnapshot>;

  constructor(change: Partial<ChatSnapshot> = {}) {
    this.#store = new Store({ ...quiet, ...change });
  }

  get snapshot(): ChatSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  show(change: Partial<ChatSnapshot>): void {
    this.#store.set({ ...this.snapshot, ...change });
  }

  append(...entries: readonly Entry[]): void {
    this.show({ entries: [...this.snapshot.entries, ...entries] });
  }

  count(method: string): number {
    return this.asked.filter((each) => each.method === method).length;
  }

  send(text: string): void {
    this.asked.push({ method: 'send', detail: text });
    this.show({ draft: '' });
  }
  retry(clientId: string): void {
    this.asked.push({ method: 'retry', detail: clientId });
  }
  discard(clientId: string): void {
    this.asked.push({ method: 'discard', detail: clientId });
  }
  setDraft(draft: string): void {
    this.asked.push({ method: 'setDraft', detail: draft });
    this.show({ draft });
  }
  setTyping(on: boolean): void {
    this.asked.push({ method: 'setTyping', detail: on });
  }
  markRead(): void {
    this.asked.push({ method: 'markRead' });
    this.show({ unread: 0 });
  }
  loadEarlier(): Promise<void> {
    this.asked.push({ method: 'loadEarlier' });
    return Promise.resolve();
  }
  end(): Promise<void> {
    this.asked.push({ method: 'end' });
    return this.endFails ? Promise.reject(new Error('no')) : Promise.resolve();
  }
}

export interface FakeSession extends SupportSession {
  readonly chat: FakeChat;
  readonly call: FakeCall;
}

export const fakeSession = (chat: Partial<ChatSnapshot> = {}, call: Partial<CallSnapshot> = {}): FakeSession => ({
  side: 'customer',
  chat: new FakeChat(chat),
  call: new FakeCall(call),
});

/** Ten past nine in the morning, where the tests run. */
export const morning = new Date(2026, 2, 4, 9, 10).getTime();

export const mika = { id: 'agent-1', name: 'Mika Tanaka' };

export const conversation = (change: Partial<NonNullable<ChatSnapshot['conversation']>> = {}): NonNullable<ChatSnapshot['conversation']> => ({
  id: 'c1',
  state: 'assigned',
  agent: mika,
  lastSeq: 0,
  reads: [],
  startedAt: new Date(morning).toISOString(),
  ...change,
});

/** An entry of the log: `who` is the customer, the agent or the server. */
export function entry(seq: number, who: 'customer' | 'agent' | 'system', content: string | Part, change: Partial<Entry> = {}): Entry {
  const author = { customer: { id: 'me', role: 'customer' }, agent: { ...mika, role: 'agent' }, system: { id: 'system', role: 'system' } } as const;
  const part: Part = typeof content === 'string' ? { type: 'text', text: content } : content;
  const kind = part.type === 'text' ? 'message' : part.type;
  return { id: `e${seq}`, seq, kind, author: author[who], at: new Date(morning + seq * 20_000).toISOString(), parts: [part], ...change };
}

const quiet: ChatSnapshot = {
  connection: { is: 'online' },
  self: 'me',
  site: { id: 'demo', name: 'Kettle & Leaf', calling: 'voice-and-video', staffed: true, answersIn: 120_000 },
  conversation: null,
  entries: [],
  earlier: 'none',
  outbox: [],
  typing: [],
  seenSeq: -Infinity,
  readSeq: 0,
  unread: 0,
  draft: '',
};
