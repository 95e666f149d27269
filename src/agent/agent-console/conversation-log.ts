import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readOut } from '../../elements/chat-panel/read-out.ts';
import { RoomLeft } from '../../elements/chat-panel/room-left.ts';
import { Transcript } from '../../elements/chat-panel/transcript.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Author, Entry } from '../../protocol/entry.ts';
import { textOf } from '../../protocol/entry.ts';
import type { ChatSnapshot } from '../../session/chat/chat.ts';
import type { Desk } from '../../session/desk/desk.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { endedLine } from '../shared/entry-words.ts';
import { logTexts } from '../shared/log-texts.ts';
import type { LogTexts } from '../shared/log-texts.ts';
import type { Words } from '../shared/words.ts';
import { EraseCommands } from './erase-commands.ts';
import { LogRows } from './log-rows.ts';

/** The element whose log it is: `.scroller` and `.list` hold the rows, a polite region reads out what comes. */
interface LogHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
  readonly words: Words;
  readonly desk: Desk | null;
  readonly session: SupportSession | null;
  readonly conversation: AgentConversation | null;
  readonly now: () => number;
}

/** The open conversation's transcript: its rows, its announcements, and how far it has been read. Starts over for another session. */
export class ConversationLog implements ReactiveController {
  readonly #host: LogHost;
  readonly #room = new RoomLeft(
    () => this.#host.renderRoot.querySelector('#left')?.textContent ?? '',
    (words) => this.#say(words),
  );
  #session: SupportSession | null = null;
  #transcript: Transcript | null = null;
  #erasing: EraseCommands | null = null;
  #lifetime = new AbortController();
  #announced = 0;
  /** The entries in the live region beside the log. */
  #said: readonly Entry[] = [];
  #fresh: number | null = null;
  #texts: LogTexts | null = null;
  #textsFor: readonly unknown[] = [];
  #times = new Intl.DateTimeFormat();
  #redraw = false;
  /** How many entries were shown last. */
  #shown = 0;

  constructor(host: LogHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What its rows and the composer say; null until there is a conversation. */
  get texts(): LogTexts | null {
    return this.#texts;
  }

  /** Messages that came below while the agent reads further up; null while the end is in view. */
  get fresh(): number | null {
    return this.#fresh;
  }

  hostConnected(): void {
    this.#startOver();
  }

  hostUpdate(): void {
    const { session, conversation, words } = this.#host;
    if (session !== this.#session) {
      this.#session = session;
      this.#startOver();
    }
    if (!conversation) return;
    const name = words.nameOf(conversation.customer);
    if (this.#textsFor[0] === words && this.#textsFor[1] === name) return;
    this.#textsFor = [words, name];
    this.#texts = logTexts(words, conversation.customer);
    this.#times = words.times;
    this.#redraw = true;
  }

  hostUpdated(): void {
    const session = this.#session;
    const texts = this.#texts;
    if (!session || !texts) return;
    const { length } = session.chat.snapshot.entries;
    // The entries are loaded anew: the rows, and the scroll position among them, are gone.
    if (length === 0 && this.#shown > 0) this.#startOver();
    this.#shown = length;
    if (!this.#transcript) this.#start(session, texts);
    else if (this.#redraw) this.#transcript.redraw();
    this.#redraw = false;
    this.#transcript?.show(session.chat.snapshot);
    this.#erasing?.settle();
    this.markRead();
    this.#announce(session.chat.snapshot, texts);
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
  }

  /** To the command that erases the newest message. */
  focusErase(): void {
    this.#erasing?.focus();
  }

  toEnd(): void {
    this.#transcript?.toEnd();
  }

  readonly markRead = (): void => {
    const chat = this.#session?.chat;
    if (!chat || chat.snapshot.unread === 0 || document.hidden || !this.#transcript?.atEnd) return;
    // On a phone the list may be shown instead.
    if (this.#host.checkVisibility()) chat.markRead();
  };

  /** How many characters a message may still have, or has too many: seen at once, and said when the agent pauses. */
  readonly left = (count: number): string => (this.#texts ? this.#room.tell(count < 0 ? this.#texts.over(-count) : this.#texts.left(count)) : '');

  readonly loadEarlier = (): void => void this.#session?.chat.loadEarlier();

  #startOver(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#transcript = null;
    this.#erasing = null;
    this.#announced = 0;
    this.#fresh = null;
    this.#shown = 0;
    const { signal } = this.#lifetime;
    document.addEventListener('visibilitychange', this.markRead, { signal });
    window.addEventListener('focus', this.markRead, { signal });
  }

  #start(session: SupportSession, texts: LogTexts): void {
    const host = this.#host;
    const scroller = host.renderRoot.querySelector<HTMLElement>('.scroller');
    const list = host.renderRoot.querySelector<HTMLElement>('.list');
    if (!scroller || !list) return;
    const current = (): LogTexts => this.#texts ?? texts;
    const times = (): Intl.DateTimeFormat => this.#times;
    const nameOf = (author: Author | null): string =>
      author && author.role !== 'agent' ? (author.name ?? current().support) : ((author?.id !== host.desk?.snapshot.me?.id && author?.name) || current().you);
    const erasing = new EraseCommands(list, this.#lifetime.signal);
    this.#erasing = erasing;
    this.#transcript = new Transcript(
      {
        side: 'agent',
        nameOf,
        get texts() {
          return current();
        },
        get times() {
          return times();
        },
        day: (at) => host.words.dayName(at, host.now()),
        retry: (clientId) => session.chat.retry(clientId),
        discard: (clientId) => session.chat.discard(clientId),
        commands: (line, message) => {
          if (host.desk?.snapshot.me?.role !== 'supervisor') return;
          const { say } = host.words;
          const name = say('erase.message', { name: nameOf(message.author), time: this.#times.format(new Date(message.at)) });
          erasing.add(line, message, { label: say('erase.command'), name });
        },
        rare: (use) => use(new LogRows(current(), this.#say, this.#endedLine)),
        loadEarlier: this.loadEarlier,
        moved: (atEnd, count) => {
          const fresh = atEnd ? null : count;
          if (fresh === this.#fresh) return;
          this.#fresh = fresh;
          host.requestUpdate();
        },
      },
      { scroller, list },
      this.#lifetime.signal,
    );
  }

  /** Announces each of the customer's messages and the end once, beside the log, and removes a message that was erased since. */
  #announce({ entries }: ChatSnapshot, texts: LogTexts): void {
    const seq = entries.at(-1)?.seq ?? 0;
    const fresh =
      this.#announced > 0
        ? entries.filter((each) => each.seq > this.#announced && (each.kind === 'ended' || (each.kind === 'message' && each.author.role === 'customer')))
        : [];
    this.#announced = seq;
    const region = this.#host.renderRoot.querySelector('[aria-live=polite]');
    if (!region || (fresh.length === 0 && this.#said.every((each) => entries.lastIndexOf(each) >= 0))) return;
    this.#said = fresh;
    region.textContent = fresh.map((each) => (each.kind === 'ended' ? this.#endedLine(each) : `${texts.support}: ${textOf(each.parts)}`)).join('\n');
  }

  readonly #say = (words: string): void => readOut(this.#host.renderRoot.querySelector('[aria-live=polite]'), words);

  readonly #endedLine = (entry: Entry): string => endedLine(entry, this.#host.words, this.#host.desk?.snapshot.me?.id ?? null);
}
