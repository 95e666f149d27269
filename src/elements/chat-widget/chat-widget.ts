import type { MediaBackend } from '../../session/contracts/media-backend.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { launcherTexts } from '../../locales/launcher.ts';
import { drawIcon } from '../shared/draw-icon.ts';
import { languageOf } from '../shared/language.ts';
import { ChatClosedEvent, ChatOpenedEvent, ChatOpenEvent } from './chat-widget-events.ts';
import { chatIcon } from './chat-icon.ts';
import { styles } from './chat-widget.styles.ts';
import type { Compose, Composition } from './composition.ts';
import { readStored, storageKey, store } from './page-storage.ts';

let sheet: CSSStyleSheet | undefined;

/**
 * A conversation with the people behind a site: a launcher, and the chat that it opens. Plain until it is pressed or a conversation is under
 * way; what is asked of it before waits until it is loaded.
 *
 * @slot - Elements that take the widget's `session`.
 * @slot launcher - A picture for the launcher.
 * @slot empty - What an empty conversation says.
 * @csspart launcher - The button that opens the chat.
 * @csspart badge - How many messages are unread.
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
 * @fires chat-open - The chat is about to open. Cancelable.
 * @fires chat-opened - The chat is open.
 * @fires chat-closed - The chat is closed.
 */
export class ChatWidget extends HTMLElement {
  static readonly observedAttributes = ['server', 'site', 'lang'];
  /** How the chat is put together; set once by the page's composition. */
  static compose: Compose | null = null;
  /** The server where the attribute says none: where the script came from. */
  static server = location.origin;

  /** Media backends of the page's own, by the name that the server's calls carry. Read when a call is loaded. */
  backends: Readonly<Record<string, () => Promise<MediaBackend>>> = {};

  readonly #internals = this.attachInternals();
  readonly #launcher = document.createElement('button');
  readonly #badge = document.createElement('span');
  readonly #failure = document.createElement('span');
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #loaded: Promise<Composition>;
  #arrived: (composition: Composition) => void = () => undefined;
  #loading = false;
  #composition: Composition | null = null;
  #open = false;
  #life = new AbortController();

  constructor() {
    super();
    this.#loaded = new Promise((resolve) => (this.#arrived = resolve));
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
    }
    this.#root.adoptedStyleSheets = [sheet];
    const picture = document.createElement('slot');
    picture.name = 'launcher';
    picture.append(drawIcon(chatIcon));
    this.#launcher.type = 'button';
    this.#launcher.part.add('launcher');
    this.#badge.part.add('badge');
    this.#badge.id = 'unread';
    this.#failure.role = 'alert';
    this.#launcher.append(picture, this.#badge);
    this.#launcher.setAttribute('aria-describedby', 'unread');
    this.#launcher.addEventListener('click', () => void this.open());
    this.#root.append(this.#launcher, this.#failure, document.createElement('slot'));
  }

  get server(): string {
    return this.getAttribute('server') ?? ChatWidget.server;
  }

  get site(): string {
    return this.getAttribute('site') ?? '';
  }

  /** Null until the chat is loaded; `ready` waits for it. */
  get session(): SupportSession | null {
    return this.#composition?.session ?? null;
  }

  /** Loads the chat, without opening it. */
  get ready(): Promise<SupportSession> {
    this.#load();
    return this.#loaded.then(() => (this.#composition as Composition).session);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  connectedCallback(): void {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.attributeChangedCallback('lang');
    this.#setOpen(this.#open || readStored('sessionStorage', this.#key('open')) === '1');
    const resume = (): void => {
      if (this.#open || readStored('localStorage', this.#key('conversation'))) this.#load();
    };
    resume();
    // A conversation that another tab begins is this tab's too.
    addEventListener('storage', resume, { signal });
  }

  disconnectedCallback(): void {
    this.#life.abort();
    this.#unload();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    const [open, unread, failed] = this.#texts;
    this.#launcher.ariaLabel = open;
    this.#badge.dataset.before = unread;
    if (this.#failure.textContent) this.#failure.textContent = failed;
    if (this.#composition) this.#composition.panel.lang = languageOf(this);
    if (name === 'lang' || !this.#composition) return;
    this.#unload();
    this.#load();
  }

  /** Opens the chat and moves the focus into it. */
  async open(): Promise<void> {
    if (this.#open || !this.dispatchEvent(new ChatOpenEvent())) return;
    this.#setOpen(true);
    this.#load();
    const { panel } = await this.#loaded;
    if (this.#open) panel.focus();
    this.dispatchEvent(new ChatOpenedEvent());
  }

  /** Puts the chat away; its conversation, and a call in it, go on. */
  close(): void {
    if (!this.#open) return;
    const focused = this.#root.activeElement !== null;
    this.#setOpen(false);
    if (focused) this.#launcher.focus();
    this.dispatchEvent(new ChatClosedEvent());
  }

  /** Sends a message of the customer's, once the chat is loaded. */
  async send(text: string): Promise<void> {
    (await this.ready).chat.send(text);
  }

  get #texts(): readonly [string, string, string] {
    const [language = 'en'] = languageOf(this).split('-');
    return (launcherTexts[language] ?? launcherTexts.en) as readonly [string, string, string];
  }

  #key(key: string): string {
    return storageKey(this.server, this.site, key);
  }

  #setOpen(open: boolean): void {
    this.#open = open;
    this.#state('open', open);
    store('sessionStorage', this.#key('open'), open ? '1' : null);
    if (this.#composition) this.#composition.panel.open = open;
  }

  #state(name: string, on: boolean): void {
    if (on) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }

  #load(): void {
    const { compose } = ChatWidget;
    if (this.#loading || this.#composition || !this.isConnected || !compose) return;
    const { signal } = this.#life;
    this.#loading = true;
    this.#state('loading', true);
    this.#failure.textContent = '';
    const { server, site, backends } = this;
    void compose({ server, site, backends })
      .then(
        (composition) => {
          if (signal.aborted || server !== this.server || site !== this.site) composition.release();
          else this.#show(composition, signal);
        },
        (cause: unknown) => {
          console.error('[warmline] the chat could not be loaded', cause);
          if (signal.aborted) return;
          this.#failure.textContent = this.#texts[2];
          this.#setOpen(false);
        },
      )
      .finally(() => {
        this.#loading = false;
        this.#state('loading', false);
      });
  }

  #show(composition: Composition, signal: AbortSignal): void {
    const { panel, session } = composition;
    this.#composition = composition;
    const own = new Set<Element>([...this.children]);
    for (const child of own) {
      // A slot is forwarded only where it is filled: an empty one would hide the panel's own.
      if (child.slot && child.slot !== 'launcher') {
        const slot = document.createElement('slot');
        slot.name = slot.slot = child.slot;
        panel.append(slot);
      }
      Object.assign(child, { session });
    }
    panel.lang = languageOf(this);
    panel.open = this.#open;
    let repeated: ReadonlySet<string> = new Set();
    const repeat = (): void => {
      for (const name of repeated) this.#state(name, false);
      repeated = new Set(panel.states);
      for (const name of repeated) this.#state(name, true);
      this.#badge.textContent = panel.unread ? String(panel.unread) : '';
    };
    panel.addEventListener('chat-panel-changed', repeat, { signal });
    panel.addEventListener('chat-minimise', () => this.close(), { signal });
    panel.addEventListener('call-expand', () => void this.open(), { signal });
    this.#root.append(panel);
    repeat();
    this.#arrived(composition);
  }

  #unload(): void {
    this.#composition?.panel.remove();
    this.#composition?.release();
    this.#composition = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-widget': ChatWidget;
  }
}
