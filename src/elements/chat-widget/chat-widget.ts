import type { MediaBackend } from '../../session/contracts/media-backend.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { launcherTexts } from '../../locales/launcher.ts';
import type { LauncherTexts } from '../../locales/launcher.ts';
import { drawIcon } from '../shared/draw-icon.ts';
import { languageOf } from '../shared/language.ts';
import { ChatClosedEvent, ChatOpenedEvent, ChatOpenEvent } from './chat-widget-events.ts';
import { chatIcon } from './chat-icon.ts';
import { styles } from './chat-widget.styles.ts';
import type { Compose, Composition } from './composition.ts';
import { readStored, storageKey, store } from './page-storage.ts';

let sheet: CSSStyleSheet | undefined;

const ignored = (): undefined => undefined;

/**
 * A conversation with the people behind a site: a launcher, and the chat that it opens. Plain until it is pressed or a conversation is under
 * way; what is asked of it before waits until it is loaded.
 *
 * @attr {string} server - The server's address; where the script tag's file came from, or the page's own, where it is not given.
 * @attr {string} site - The `id` of one of the server's sites.
 * @attr {string} customer - The site's own id of the customer who is signed in, as `customer-token` says it; no spaces. Without it, nobody is known.
 * @attr {string} customer-token - By which the site's own server vouches for `customer`: a JSON Web Token. To be there before `customer` is.
 * @attr {string} lang - The language of the texts; that of the page around it where it is not given.
 * @slot - Elements that take the widget's `session`.
 * @slot launcher - A picture for the launcher.
 * @slot empty - What an empty conversation says.
 * @csspart launcher - The button that opens the chat.
 * @csspart badge - How many messages are unread.
 * @csspart preview - What a closed chat shows of a message that comes.
 * @cssprop [--chat-accent] - The one colour of the product: the launcher, own messages, the focus ring.
 * @cssprop [--chat-neutral] - The hue of surfaces and texts.
 * @cssprop [--chat-font] - The font; the page's own by default.
 * @cssprop [--chat-scheme] - `light`, `dark` or `light dark`; the page's own by default.
 * @cssprop [--chat-inset=20px] - The distance from the edges of the window.
 * @cssprop [--chat-layer=2147483000] - The z-index.
 * @cssstate open - The chat is open.
 * @cssstate loading - The chat is being loaded.
 * @cssstate unread - There are messages that nobody has seen.
 * @cssstate ringing - A call rings.
 * @cssstate in-call - A call is under way.
 * @cssstate offline - The server cannot be reached.
 * @fires {ChatOpenEvent} chat-open - The chat is about to open. Cancelable.
 * @fires {ChatOpenedEvent} chat-opened - The chat is open.
 * @fires {ChatClosedEvent} chat-closed - The chat is closed.
 * @fires {ChatChangedEvent} chat-changed - States or unread count changed; `session.chat.snapshot.unread` is the count.
 */
export class ChatWidget extends HTMLElement {
  static readonly observedAttributes = ['server', 'site', 'customer', 'lang'];
  /** How the chat is put together; set once by the page's composition. */
  static compose: Compose | undefined;
  /** The server where the attribute says none: where the script came from. */
  static server = location.origin;

  /** Media backends of the page's own, by the name that the server's calls carry. Read when a call is loaded. */
  backends: Readonly<Record<string, () => Promise<MediaBackend>>> = {};

  readonly #internals = this.attachInternals();
  readonly #launcher = document.createElement('button');
  readonly #failure = document.createElement('p');
  readonly #root = this.attachShadow({ mode: 'open' });
  /** Waited for by what is asked before the chat is there. */
  #arrival = Promise.withResolvers<Composition>();
  /** Of the stay in the page whose chat is on its way. */
  #loading: AbortSignal | null = null;
  #composition: Composition | null = null;
  /** An object of its own for each time that the chat is open. */
  #open: object | false | undefined;
  /** What had the focus before. */
  #opener: Element | null = null;
  #life = new AbortController();

  constructor() {
    super();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
    }
    this.#root.adoptedStyleSheets = [sheet];
    const picture = document.createElement('slot');
    picture.name = 'launcher';
    picture.append(drawIcon(chatIcon));
    this.#launcher.part.add('launcher');
    this.#failure.role = 'alert';
    this.#launcher.append(picture);
    this.#launcher.onclick = () => void this.open();
    this.#root.append(this.#launcher, this.#failure, document.createElement('slot'));
  }

  /** Null until the chat is loaded; `ready` waits for it. */
  get session(): SupportSession | null {
    return this.#composition?.session ?? null;
  }

  /** Loads the chat, without opening it. Rejects where it cannot be loaded; the next try loads it anew. */
  get ready(): Promise<SupportSession> {
    this.#load();
    return this.#arrival.promise.then(({ session }) => session);
  }

  /** Whether the chat is open. */
  get isOpen(): boolean {
    return !!this.#open;
  }

  connectedCallback(): void {
    this.#life = new AbortController();
    this.attributeChangedCallback('lang');
    if (readStored('sessionStorage', this.#key('open'))) this.#setOpen(true);
    const resume = (): void => {
      if (this.#open || readStored('localStorage', this.#key('conversation'))) this.#load();
    };
    resume();
    // A conversation that another tab begins is this tab's too.
    addEventListener('storage', resume, this.#life);
  }

  disconnectedCallback(): void {
    this.#life.abort();
    if (!this.#composition) return;
    this.#composition.panel.remove();
    this.#composition.release();
    this.#composition = null;
    this.#arrival = Promise.withResolvers();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    [this.#launcher.ariaLabel] = this.#texts;
    if (name === 'lang') {
      if (this.#composition) this.#composition.panel.lang = this.lang;
    } else if (this.#composition ?? this.#loading) {
      // Another chat.
      this.disconnectedCallback();
      this.connectedCallback();
      this.#load();
    }
  }

  /** Opens the chat and moves the focus into it. Where it cannot be loaded it says so itself, and is closed again. */
  async open(): Promise<void> {
    if (this.isOpen || !this.dispatchEvent(new ChatOpenEvent())) return;
    this.#opener = document.activeElement;
    this.#setOpen(true);
    const opening = this.#open;
    await this.ready.catch(ignored);
    // Closed while it was loading, and perhaps opened again.
    if (this.#open !== opening) return;
    this.#composition?.panel.focus();
    this.dispatchEvent(new ChatOpenedEvent());
  }

  /** Puts the chat away; its conversation, and a call in it, go on. */
  close(): void {
    if (!this.#open) return;
    const focused = this.#root.activeElement;
    this.#setOpen(false);
    if (focused) {
      // A button of the page's own that opened it has it back; one that is gone, or the page as a whole, takes none.
      this.#launcher.focus();
      (this.#opener as HTMLElement | null)?.focus();
    }
    this.dispatchEvent(new ChatClosedEvent());
  }

  /** Sends a message of the customer's, once the chat is loaded. Rejects where it cannot be. */
  async send(text: string): Promise<void> {
    (await this.ready).chat.send(text);
  }

  get #texts(): LauncherTexts {
    return launcherTexts[languageOf(this).slice(0, 2)] ?? launcherTexts.en;
  }

  get #server(): string {
    return this.getAttribute('server') ?? ChatWidget.server;
  }

  #key(key: string): string {
    return storageKey(this.#server, this.getAttribute('site') ?? '', key);
  }

  #setOpen(open: boolean): void {
    this.#open = open && {};
    this.#state('open', open);
    store('sessionStorage', this.#key('open'), open ? '1' : null);
    if (this.#composition) this.#composition.panel.open = open;
  }

  #state(name: string, on: boolean): void {
    this.#internals.states[on ? 'add' : 'delete'](name);
  }

  #load(): void {
    const { compose } = ChatWidget;
    const { signal } = this.#life;
    if (this.#loading === signal || this.#composition || signal.aborted || !compose) return;
    this.#loading = signal;
    this.#state('loading', true);
    this.#failure.textContent = '';
    void compose(this, this.#server)
      .then(
        (composition) => {
          if (signal.aborted) {
            composition.release();
            return;
          }
          this.#composition = composition;
          composition.panel.open = this.isOpen;
          composition.attach({ widget: this, root: this.#root, launcher: this.#launcher, states: this.#internals.states, signal });
          this.#arrival.resolve(composition);
        },
        (cause: unknown) => {
          console.error('[warmline]', cause);
          if (signal.aborted) return;
          this.#failure.textContent = this.#texts[1];
          this.#setOpen(false);
          this.#arrival.promise.catch(ignored);
          this.#arrival.reject(cause);
          this.#arrival = Promise.withResolvers();
        },
      )
      .finally(() => {
        if (this.#loading !== signal) return;
        this.#loading = null;
        this.#state('loading', false);
      });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-widget': ChatWidget;
  }
}
