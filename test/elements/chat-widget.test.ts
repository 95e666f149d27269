import { fixture, html, oneEvent } from '@open-wc/testing';
import { expect } from 'chai';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../src/define/chat-panel.ts';
import { define } from '../../src/define/define.ts';
import { attachPanel } from '../../src/elements/chat-widget/attach-panel.ts';
import { ChatWidget } from '../../src/elements/chat-widget/chat-widget.ts';
import type { Composition, CompositionOptions } from '../../src/elements/chat-widget/composition.ts';
import { storageKey } from '../../src/elements/chat-widget/page-storage.ts';
import { conversation, entry, fakeSession } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { accessible, drawn, inForcedColours, lineAround, named, names, still, there, until } from './page.ts';

describe('<chat-widget>', () => {
  const server = 'https://chat.example';
  let composed: { readonly server: string; readonly site: string | null; readonly backends: CompositionOptions['backends'] }[] = [];
  let session: FakeSession;
  let released = 0;
  let load: () => Promise<void>;

  const compose = async (options: CompositionOptions, server: string): Promise<Composition> => {
    composed.push({ server, site: options.getAttribute('site'), backends: options.backends });
    await load();
    const panel = document.createElement('chat-panel');
    panel.session = session;
    return { session, panel, attach: (shell) => attachPanel(panel, session, shell), release: () => (released += 1) };
  };
  const root = (widget: ChatWidget): ShadowRoot => there(widget.shadowRoot);
  const launcher = (widget: ChatWidget): HTMLElement => named(root(widget), 'button', 'Open chat');
  const place = (): Promise<ChatWidget> => fixture<ChatWidget>(html`<chat-widget server=${server} site="demo"></chat-widget>`);
  const opened = async (widget: ChatWidget): Promise<void> => {
    await widget.open();
    const { panel } = parts(widget);
    await until('the panel is drawn', () => panel?.shadowRoot?.querySelector('.frame'));
    await drawn(panel as never);
  };
  const parts = (widget: ChatWidget): { readonly panel: HTMLElementTagNameMap['chat-panel'] | null } => ({ panel: root(widget).querySelector('chat-panel') });

  before(() => {
    ChatWidget.compose = compose;
    define('chat-widget', ChatWidget);
  });

  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    composed = [];
    released = 0;
    session = fakeSession();
    load = () => Promise.resolve();
  });

  it('is one button with a name until it is pressed, and loads nothing', async () => {
    const widget = await place();
    expect(names(root(widget), 'button')).to.deep.equal(['Open chat']);
    expect(composed).to.be.empty;
    await accessible(widget);
  });

  it('shows its focus by a light line and a dark one, whatever the accent and the page', async () => {
    const widget = await place();
    widget.style.setProperty('--chat-accent', 'white');
    await sendKeys({ press: 'Tab' });
    launcher(widget).focus();
    expect(launcher(widget).matches(':focus-visible')).to.equal(true);
    const { outlineColor, boxShadow } = getComputedStyle(launcher(widget));
    expect(outlineColor).to.equal('rgb(255, 255, 255)');
    expect(boxShadow).to.match(/^rgb\(0, 0, 0\) 0px 0px 0px 5px/);
  });

  it('opens at a press, puts the focus into the text box, and hides its launcher', async () => {
    const widget = await place();
    launcher(widget).focus();
    const fact = oneEvent(widget, 'chat-opened');
    await sendKeys({ press: 'Enter' });
    await fact;
    const panel = parts(widget).panel;
    await until('the text box has the focus', () => panel?.shadowRoot?.activeElement?.getAttribute('aria-label') === 'Message');
    expect(getComputedStyle(launcher(widget)).display).to.equal('none');
    expect(widget.matches(':state(open)')).to.equal(true);
    expect(composed.map(({ server, site, backends }) => ({ server, site, backends }))).to.deep.equal([{ server, site: 'demo', backends: {} }]);
    await still(panel as Element);
    await accessible(widget);
  });

  it('puts the focus into the text box where its words come after it, too', async () => {
    const holder = await fixture<HTMLElement>(html`<div lang="ja"><chat-widget server=${server} site="demo"></chat-widget></div>`);
    const widget = there(holder.querySelector<ChatWidget>('chat-widget'));
    named(root(widget), 'button', 'チャットを開く').focus();
    await sendKeys({ press: 'Enter' });
    await until('the text box has the focus', () => parts(widget).panel?.shadowRoot?.activeElement?.getAttribute('aria-label') === 'メッセージ');
  });

  it('closes at Escape and gives the focus back to its launcher', async () => {
    const widget = await place();
    await opened(widget);
    await until('the text box has the focus', () => parts(widget).panel?.shadowRoot?.activeElement);
    const fact = oneEvent(widget, 'chat-closed');
    await sendKeys({ press: 'Escape' });
    await fact;
    expect(root(widget).activeElement).to.equal(launcher(widget));
    expect(parts(widget).panel?.shadowRoot?.querySelector('[role=dialog]')).to.equal(null);
  });

  it('does not open where the page objects', async () => {
    const widget = await place();
    widget.addEventListener('chat-open', (event) => event.preventDefault());
    launcher(widget).click();
    expect(widget.isOpen).to.equal(false);
    expect(composed).to.be.empty;
  });

  it('keeps what is asked of it until the chat is loaded', async () => {
    const widget = await place();
    let loaded: () => void = () => undefined;
    load = () => new Promise((resolve) => (loaded = resolve));
    const sent = widget.send('Hello');
    void widget.open();
    expect(widget.session).to.equal(null);
    expect(widget.matches(':state(loading)')).to.equal(true);
    loaded();
    await sent;
    expect(session.chat.asked.filter(({ method }) => method === 'send')).to.deep.equal([{ method: 'send', detail: 'Hello' }]);
    expect(composed).to.have.length(1);
  });

  it('is open on the next page if it was open on this one', async () => {
    const before = await place();
    await opened(before);
    before.remove();
    const after = await place();
    expect(after.isOpen).to.equal(true);
    await until('the panel is there', () => parts(after).panel);
    expect(document.activeElement).to.not.equal(after);
  });

  it('loads the chat, closed, where a conversation is under way, here or in another tab', async () => {
    localStorage.setItem(storageKey(server, 'demo', 'conversation'), 'c1');
    const widget = await place();
    await until('the panel is there', () => parts(widget).panel);
    expect(widget.isOpen).to.equal(false);
    localStorage.clear();
    const other = await fixture<ChatWidget>(html`<chat-widget server=${server} site="other"></chat-widget>`);
    expect(parts(other).panel).to.equal(null);
    localStorage.setItem(storageKey(server, 'other', 'conversation'), 'c2');
    dispatchEvent(new StorageEvent('storage', { key: storageKey(server, 'other', 'conversation') }));
    await until('the panel is there', () => parts(other).panel);
  });

  it('says how many messages are unread, beside its name, and repeats the chat’s states', async () => {
    localStorage.setItem(storageKey(server, 'demo', 'conversation'), 'c1');
    session = fakeSession({ unread: 3, connection: { is: 'offline', retryAt: 0 } });
    const widget = await place();
    await until('the badge says 3', () => root(widget).querySelector<HTMLElement>('[part=badge]')?.dataset['count'] === '3');
    expect(launcher(widget).ariaDescription).to.equal('3 new messages');
    expect(widget.matches(':state(unread):state(offline)')).to.equal(true);
    let heard: number | undefined;
    widget.addEventListener('chat-changed', () => (heard = widget.session?.chat.snapshot.unread));
    session.chat.show({ unread: 0, connection: { is: 'online' } });
    await until('the page has heard of it', () => heard === 0);
    await until('the badge is gone', () => root(widget).querySelector<HTMLElement>('[part=badge]')?.dataset['count'] === '');
    expect(widget.matches(':state(unread)')).to.equal(false);
    await accessible(widget);
  });

  it('goes on when a single-page app takes it away and puts it back', async () => {
    const widget = await place();
    await opened(widget);
    const holder = there(widget.parentElement);
    widget.remove();
    expect(released).to.equal(1);
    holder.append(widget);
    await until('the panel is there again', () => parts(widget).panel?.shadowRoot?.querySelector('[role=dialog]'));
    expect(widget.isOpen).to.equal(true);
    expect((await widget.ready) === session).to.equal(true);
  });

  it('gives the session that it has now, where it was put back after the first one had gone', async () => {
    const widget = await place();
    await opened(widget);
    widget.close();
    const holder = there(widget.parentElement);
    const first = session;
    widget.remove();
    session = fakeSession();
    holder.append(widget);
    await widget.send('Hello');
    expect(first.chat.count('send')).to.equal(0);
    expect(session.chat.count('send')).to.equal(1);
  });

  it('becomes the chat of another site, also while it is loading, with one badge', async () => {
    const widget = await place();
    let loaded: () => void = () => undefined;
    load = () => new Promise((resolve) => (loaded = resolve));
    void widget.open();
    load = () => Promise.resolve();
    widget.setAttribute('site', 'other');
    loaded();
    await until('the panel is there', () => parts(widget).panel);
    expect(released).to.equal(1);
    widget.setAttribute('site', 'third');
    await until('it is the third’s', () => composed.length === 3 && parts(widget).panel);
    expect(composed.map(({ site }) => site)).to.deep.equal(['demo', 'other', 'third']);
    expect(root(widget).querySelectorAll('chat-panel')).to.have.length(1);
    expect(root(widget).querySelectorAll('[part=badge]')).to.have.length(1);
  });

  it('loads again where it was taken away and put back while it was loading', async () => {
    const widget = await place();
    let loaded: () => void = () => undefined;
    load = () => new Promise((resolve) => (loaded = resolve));
    void widget.open();
    const holder = there(widget.parentElement);
    widget.remove();
    load = () => Promise.resolve();
    holder.append(widget);
    loaded();
    await until('the panel is there', () => parts(widget).panel);
    expect(composed).to.have.length(2);
    expect(released).to.equal(1);
    expect(widget.matches(':state(loading)')).to.equal(false);
  });

  it('lets go of a chat that arrives after it has left the page', async () => {
    const widget = await place();
    let loaded: () => void = () => undefined;
    load = () => new Promise((resolve) => (loaded = resolve));
    void widget.open();
    widget.remove();
    loaded();
    await until('it was released', () => released === 1);
    expect(parts(widget).panel).to.equal(null);
  });

  it('says that the chat could not be loaded, and tries again at the next press', async () => {
    const widget = await place();
    load = () => Promise.reject(new Error('offline'));
    const { error } = console;
    console.error = () => undefined;
    launcher(widget).click();
    await until('it says so', () => root(widget).querySelector('[role=alert]')?.textContent.includes('could not be loaded'));
    console.error = error;
    expect(getComputedStyle(launcher(widget)).display).to.not.equal('none');
    await accessible(widget);
    load = () => Promise.resolve();
    launcher(widget).click();
    await until('the panel is there', () => parts(widget).panel);
    expect(root(widget).querySelector('[role=alert]')?.textContent).to.equal('');
  });

  it('tells whoever waits that it could not be loaded, and those who ask later how the next try goes', async () => {
    const widget = await place();
    const cause = new Error('offline');
    load = () => Promise.reject(cause);
    const { error } = console;
    console.error = () => undefined;
    const asked = await Promise.allSettled([widget.open(), widget.ready, widget.send('Hello')]);
    console.error = error;
    expect(asked).to.deep.equal([{ status: 'fulfilled', value: undefined }, { status: 'rejected', reason: cause }, { status: 'rejected', reason: cause }]);
    expect(widget.isOpen).to.equal(false);
    load = () => Promise.resolve();
    expect(await widget.ready).to.equal(session);
  });

  it('takes its attributes from frameworks, which set a property where there is one', async () => {
    const widget = document.createElement('chat-widget');
    for (const [name, value] of Object.entries({ server, site: 'demo', customer: 'user-7' })) {
      if (name in widget) Object.assign(widget, { [name]: value });
      else widget.setAttribute(name, value);
    }
    await widget.ready;
    expect(composed.map(({ server, site }) => ({ server, site }))).to.deep.equal([{ server, site: 'demo' }]);
    expect(widget.outerHTML).to.contain('customer="user-7"');
  });

  it('stands where its own place on the page is, launcher and panel, and stays in the window', async () => {
    const widget = await place();
    widget.style.inset = 'auto auto 96px 30px';
    const left = launcher(widget).getBoundingClientRect();
    expect([left.left, innerHeight - left.bottom]).to.deep.equal([30, 96]);
    await opened(widget);
    const frame = there(parts(widget).panel?.shadowRoot?.querySelector('.frame'));
    await Promise.all(frame.getAnimations().map(({ finished }) => finished));
    const { left: x, top, bottom } = frame.getBoundingClientRect();
    expect([x, innerHeight - bottom]).to.deep.equal([30, 96]);
    expect(top).to.be.at.least(20);
  });

  it('shows and reads out what comes while it is closed, and opens at a press of it', async () => {
    const widget = await place();
    session = fakeSession({ entries: [entry(1, 'customer', 'Hello?')], conversation: conversation() });
    await widget.ready;
    await until('the panel is drawn', () => parts(widget).panel?.shadowRoot?.querySelector('.frame'));
    session.chat.show({ entries: [...session.chat.snapshot.entries, entry(2, 'agent', 'صباح الخير Good morning.')], unread: 1 });
    const shown = (): HTMLElement | undefined => [...root(widget).querySelectorAll<HTMLElement>('[role=status]')].find(({ textContent }) => textContent.includes('Good morning.'));
    await until('it is shown', shown);
    const preview = there(shown());
    expect(preview.checkVisibility()).to.equal(true);
    expect(preview.getBoundingClientRect().bottom).to.be.at.most(launcher(widget).getBoundingClientRect().top);
    expect(preview.textContent).to.equal('Mika Tanaka:\nصباح الخير Good morning.');
    await accessible(widget);
    if (navigator.userAgent.includes('Chrome')) await inForcedColours(() => void expect(lineAround(preview)).to.be.at.least(1));
    preview.click();
    await until('it is open', () => widget.isOpen);
    session.chat.show({ unread: 0 });
    await until('it is read, and gone', () => !preview.checkVisibility());
    widget.close();
    expect(preview.checkVisibility()).to.equal(false);
  });

  it('gives the focus back to a launcher of the page’s own', async () => {
    const widget = await place();
    const style = document.createElement('style');
    style.textContent = 'chat-widget::part(launcher) { display: none }';
    const own = document.createElement('button');
    own.textContent = 'Ask us';
    own.onclick = () => void widget.open();
    widget.before(style, own);
    own.focus();
    own.click();
    await until('the text box has the focus', () => parts(widget).panel?.shadowRoot?.activeElement);
    await sendKeys({ press: 'Escape' });
    expect(document.activeElement).to.equal(own);
  });

  it('gives the focus back to the button of the page’s own that opened it, beside its launcher too', async () => {
    const widget = await place();
    const own = document.createElement('button');
    own.textContent = 'Ask us';
    own.onclick = () => void widget.open();
    widget.before(own);
    own.focus();
    own.click();
    await until('the text box has the focus', () => parts(widget).panel?.shadowRoot?.activeElement);
    await sendKeys({ press: 'Escape' });
    expect(document.activeElement).to.equal(own);
    own.click();
    await until('the text box has the focus', () => parts(widget).panel?.shadowRoot?.activeElement);
    own.remove();
    await sendKeys({ press: 'Escape' });
    expect(root(widget).activeElement).to.equal(launcher(widget));
  });

  it('gives way to what has the focus behind it where it fills the window, and stays with words of the page’s own', async () => {
    const page = await fixture<HTMLElement>(html`<div>
      <button>Of the page</button>
      <chat-widget server=${server} site="demo"><a slot="empty" href="#help">Help</a></chat-widget>
    </div>`);
    const widget = there(page.querySelector('chat-widget'));
    const behind = there(page.querySelector('button'));
    session = fakeSession();
    try {
      await setViewport({ width: 800, height: 600 });
      await opened(widget);
      behind.focus();
      expect(widget.isOpen).to.equal(true);
      await setViewport({ width: 320, height: 600 });
      await parts(widget).panel?.focus();
      there(page.querySelector('a')).focus();
      expect(widget.isOpen).to.equal(true);
      // As a page does that is being loaded.
      there(page.querySelector('a')).blur();
      behind.focus();
      expect(widget.isOpen).to.equal(true);
      await parts(widget).panel?.focus();
      behind.focus();
      expect(widget.isOpen).to.equal(false);
      expect(document.activeElement).to.equal(behind);
    } finally {
      await setViewport({ width: 800, height: 600 });
    }
  });

  it('says once that it is open, and only while it is, however often it was opened meanwhile', async () => {
    const widget = await place();
    const told: string[] = [];
    for (const name of ['chat-opened', 'chat-closed']) widget.addEventListener(name, () => told.push(name));
    load = () => Promise.reject(new Error('offline'));
    const { error } = console;
    console.error = () => undefined;
    void widget.open();
    await until('it could not be loaded', () => root(widget).querySelector('[role=alert]')?.textContent);
    console.error = error;
    let loaded: () => void = () => undefined;
    load = () => new Promise((resolve) => (loaded = resolve));
    void widget.open();
    widget.close();
    const open = widget.open();
    widget.close();
    const last = widget.open();
    loaded();
    await last;
    // Whatever waits for the loading besides has come by.
    await widget.ready;
    await Promise.resolve();
    expect(told).to.deep.equal(['chat-closed', 'chat-closed', 'chat-opened']);
    void open;
  });

  it('speaks the language of its place in the page', async () => {
    const holder = await fixture<HTMLElement>(html`<div lang="ja"><chat-widget server=${server} site="demo"></chat-widget></div>`);
    const widget = there(holder.querySelector<ChatWidget>('chat-widget'));
    named(root(widget), 'button', 'チャットを開く');
    widget.lang = 'en';
    named(root(widget), 'button', 'Open chat');
  });

  it('gives its session to what is slotted into it, and its panel the page’s words for an empty conversation', async () => {
    const widget = await fixture<ChatWidget>(
      html`<chat-widget server=${server} site="demo"><p slot="empty">Ask us about tea.</p><div id="own"></div></chat-widget>`,
    );
    await opened(widget);
    expect((widget.querySelector('#own') as unknown as { session: unknown }).session).to.equal(session);
    const slot = parts(widget).panel?.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=empty]');
    expect(slot?.assignedNodes({ flatten: true }).map((node) => node.textContent)).to.deep.equal(['Ask us about tea.']);
  });

  it('lets a page style its parts, two elements down', async () => {
    const style = document.createElement('style');
    style.textContent = 'chat-widget::part(call-prompt-accept-audio){outline:7px solid rgb(1, 2, 3)} chat-widget::part(message){outline:7px solid rgb(1, 2, 3)}';
    document.head.append(style);
    await import('../../src/define/call-prompt.ts');
    const widget = await place();
    await opened(widget);
    session.call.set({ view: { phase: 'prompt', media: 'audio', choices: ['audio'], deadline: Date.now() + 40_000, dismissed: false } });
    const inner = (): ShadowRoot | null | undefined => parts(widget).panel?.shadowRoot;
    await until('the prompt is drawn', () => inner()?.querySelector('call-prompt')?.shadowRoot?.querySelector('.choice'));
    const outline = (element: Element | null | undefined): string => getComputedStyle(there(element)).outlineWidth;
    expect(outline(inner()?.querySelector('textarea'))).to.equal('7px');
    expect(outline(inner()?.querySelector('call-prompt')?.shadowRoot?.querySelector('[part~=accept-audio]'))).to.equal('7px');
    expect(widget.matches(':state(ringing)')).to.equal(true);
    style.remove();
  });

  it('lets a page reach every part that the manifest names, those of a call by their element’s name', async () => {
    await import('../../src/define/call-prompt.ts');
    await import('../../src/define/call-controls.ts');
    const widget = await place();
    await opened(widget);
    const panel = there(parts(widget).panel);
    const inPanel = (selector: string): Element | null | undefined => panel.shadowRoot?.querySelector(selector);
    session.call.set({ view: { phase: 'prompt', media: 'audio', choices: ['audio'], deadline: Date.now() + 40_000, dismissed: false } });
    await until('the prompt is drawn', () => inPanel('call-prompt'));
    const lost = async (element: Element | null | undefined, prefix: string): Promise<readonly string[]> => {
      const named = await partsInManifest(there(element).localName);
      const [inner, outer] = [exportedFrom(there(element)), exportedFrom(panel)];
      expect(named).to.not.be.empty;
      return named.filter((part) => inner.get(part) !== `${prefix}${part}` || !outer.has(`${prefix}${part}`));
    };
    expect(await lost(panel, '')).to.deep.equal([]);
    expect(await lost(inPanel('call-prompt'), 'call-prompt-')).to.deep.equal([]);
    session.call.set({ view: { phase: 'in-call', since: Date.now(), link: 'up' } });
    await until('the controls are drawn', () => inPanel('call-controls'));
    expect(await lost(inPanel('call-controls'), 'call-controls-')).to.deep.equal([]);
  });

  it('opens where a call that rings is accepted with video: pictures want to be seen', async () => {
    await import('../../src/define/call-prompt.ts');
    const widget = await place();
    await opened(widget);
    widget.close();
    const prompt = (): ShadowRoot | null | undefined => parts(widget).panel?.shadowRoot?.querySelector('call-prompt')?.shadowRoot;
    session.call.set({ view: { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 40_000, dismissed: false } });
    await until('the prompt is drawn', () => prompt()?.querySelector('.choice'));
    named(prompt(), 'button', 'Accept with audio').click();
    expect(widget.isOpen).to.equal(false);
    named(prompt(), 'button', 'Accept with video').click();
    expect(widget.isOpen).to.equal(true);
    expect(session.call.asked).to.deep.include(['accept', 'video']);
  });

  it('shows what rings while the chat is closed, and a running call in its small form', async () => {
    await import('../../src/define/call-prompt.ts');
    await import('../../src/define/call-controls.ts');
    const widget = await place();
    await opened(widget);
    widget.close();
    const inner = (): ShadowRoot => there(parts(widget).panel?.shadowRoot);
    session.call.set({ view: { phase: 'prompt', media: 'audio', choices: ['audio'], deadline: Date.now() + 40_000, dismissed: false } });
    await until('the prompt is drawn', () => inner().querySelector('call-prompt')?.shadowRoot?.querySelector('.choice'));
    expect(inner().querySelector('call-prompt')?.getBoundingClientRect().height).to.be.greaterThan(100);
    expect(inner().querySelector('textarea')?.getBoundingClientRect().height).to.equal(0);
    const face = (): string | undefined => launcher(widget).querySelector('.face')?.textContent;
    await until('the launcher is the caller', () => face() === 'S');
    session.call.set({ view: { phase: 'in-call', since: Date.now(), link: 'up' } });
    await until('the small call is drawn', () => inner().querySelector('call-controls')?.shadowRoot?.querySelector('.small-call'));
    expect(face()).to.equal(undefined);
    named(inner().querySelector('call-controls')?.shadowRoot, 'button', 'Show the call').click();
    await until('the chat is open', () => widget.isOpen);
    const fact = oneEvent(widget, 'call-ended');
    session.call.set({ view: { phase: 'ended', reason: 'hung-up', by: 'agent', duration: 1 } });
    await fact;
  });
});

interface Manifest {
  readonly modules: readonly { readonly declarations: readonly { readonly tagName?: string; readonly cssParts?: readonly { readonly name: string }[] }[] }[];
}

async function partsInManifest(tag: string): Promise<readonly string[]> {
  const { modules } = (await (await fetch(new URL('../../custom-elements.json', import.meta.url))).json()) as Manifest;
  return modules.flatMap(({ declarations }) => declarations.flatMap(({ tagName, cssParts = [] }) => (tagName === tag ? cssParts.map(({ name }) => name) : [])));
}

/** Which of an element's parts are there outside, and by what name (CSS Shadow Parts, section 4.2). */
function exportedFrom(element: Element): ReadonlyMap<string, string> {
  const pairs = (element.getAttribute('exportparts') ?? '').split(',').map((each) => each.trim()).filter(Boolean);
  return new Map(pairs.map((each): [string, string] => {
    const [inner = '', outer = inner] = each.split(':').map((name) => name.trim());
    return [inner, outer];
  }));
}
