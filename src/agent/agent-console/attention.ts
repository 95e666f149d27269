import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Desk } from '../../session/desk/desk.ts';
import { hasLeft } from '../../session/desk/desk-state.ts';
import { DeskTones } from '../shared/desk-tones.ts';
import type { Words } from '../shared/words.ts';

interface AttentionOptions {
  readonly desk: () => Desk | null;
  readonly words: () => Words;
  readonly sound: () => boolean;
  /** Whether the page's title is the console's to change. */
  readonly title: () => boolean;
  /** Says it to a screen reader. */
  readonly announce: (words: string) => void;
  readonly now: () => number;
}

/** A new conversation and its first message, this close together, alert once. In milliseconds. */
const TOGETHER = 2_000;

/** Alerts the agent to what is new and not in view, by a tone and in the page's title. */
export class AttentionCaller implements ReactiveController {
  readonly #options: AttentionOptions;
  readonly #tones = new DeskTones();
  #desk: Desk | null = null;
  #lifetime = new AbortController();
  #page = new AbortController();
  /** When conversations came. */
  readonly #begun = new Map<string, number>();
  /** The page's own title, while ours replaces it. */
  #title: string | null = null;
  /** What happened last while nobody looked. */
  #missed: string | null = null;

  constructor(host: ReactiveControllerHost, options: AttentionOptions) {
    this.#options = options;
    host.addController(this);
  }

  /** Plays the tone once, as a sample. */
  sample(): void {
    this.#tones.conversation();
  }

  hostConnected(): void {
    this.#page = new AbortController();
    const { signal } = this.#page;
    const looked = (): void => {
      if (document.hidden || !document.hasFocus()) return;
      this.#missed = null;
      this.#entitle();
    };
    document.addEventListener('visibilitychange', looked, { signal });
    window.addEventListener('focus', looked, { signal });
  }

  hostUpdated(): void {
    const desk = this.#options.desk();
    if (desk === this.#desk) return;
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#desk = desk;
    const { signal } = this.#lifetime;
    desk?.onAttention((event) => this.#called(event.type, event.conversation), { signal });
    desk?.subscribe(() => this.#entitle(), { signal });
    this.#entitle();
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
    this.#page.abort();
    this.#tones.close();
    this.#desk = null;
    if (this.#title !== null) document.title = this.#title;
    this.#title = null;
  }

  #called(type: 'conversation' | 'message', id: string): void {
    const snapshot = this.#desk?.snapshot;
    const conversation = snapshot?.conversations.find((each) => each.id === id);
    if (!snapshot || !conversation) return;
    const looking = !document.hidden && document.hasFocus();
    const inView = looking && snapshot.selected === id;
    if (type === 'message' && (inView || this.#options.now() - (this.#begun.get(id) ?? -Infinity) < TOGETHER)) return;
    if (type === 'conversation') this.#begun.set(id, this.#options.now());
    const words = this.#options.words();
    const name = words.nameOf(conversation.customer);
    const told = words.say(type === 'conversation' ? 'alert.newConversation' : 'alert.newMessage', { name });
    this.#options.announce(told);
    if (!looking) this.#missed = told;
    this.#entitle();
    if (!this.#options.sound()) return;
    if (type === 'conversation') this.#tones.conversation();
    else this.#tones.message();
  }

  /** The title says how many wait to be read by somebody who is there for it, and what came last while nobody looked. */
  #entitle(): void {
    if (!this.#options.title()) return;
    this.#title ??= document.title;
    const snapshot = this.#desk?.snapshot;
    const mine = snapshot?.conversations.filter((each) => each.agent?.id === snapshot.me?.id || each.state === 'waiting') ?? [];
    const unread = mine.filter((each) => each.unread > 0 && !hasLeft(each)).length;
    const title = this.#missed ?? this.#title;
    const next = unread > 0 ? `(${String(unread)}) ${title}` : title;
    if (document.title !== next) document.title = next;
  }
}
