import { fixture, html, oneEvent } from '@open-wc/testing';
import { expect } from 'chai';
import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import '../../src/define/chat-panel.ts';
import type { ChatPanel } from '../../src/elements/chat-panel/chat-panel.ts';
import type { ChatSnapshot } from '../../src/session/chat/chat.ts';
import { conversation, entry, fakeSession, mika, morning } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { accessible, drawn, inForcedColours, lineAround, named, nameOf, names, still, there, until } from './page.ts';

describe('<chat-panel>', () => {
  let session: FakeSession;
  let panel: ChatPanel;
  const root = (): ShadowRoot => there(panel.shadowRoot);
  const all = (selector: string): readonly HTMLElement[] => [...root().querySelectorAll<HTMLElement>(selector)];
  const words = (selector: string): readonly string[] => all(selector).map((each) => each.textContent.trim());

  const show = async (snapshot: Partial<ChatSnapshot> = {}, language = 'en'): Promise<void> => {
    session = fakeSession(snapshot);
    const place = await fixture<HTMLElement>(html`<div lang=${language}><chat-panel style="inset: auto 20px 20px auto" .session=${session} .open=${true}></chat-panel></div>`);
    panel = there(place.querySelector<ChatPanel>('chat-panel'));
    await until('the panel is drawn', () => root().querySelector('.frame'));
    await drawn(panel);
  };
  const talk = [
    entry(1, 'customer', 'Hello!'),
    entry(2, 'system', { type: 'assigned', agent: mika }),
    entry(3, 'agent', 'Good morning.'),
    entry(4, 'agent', 'How can I help?'),
    entry(5, 'customer', 'Is https://example.com/kettle?a=1 in stock?'),
  ];

  it('is a dialog with a log, a text box and its button, under the names that do not drift', async () => {
    await show({ entries: talk, conversation: conversation() });
    expect(names(root(), '[role=dialog]')).to.deep.equal(['Chat']);
    expect(names(root(), '[role=log]').length).to.equal(1);
    expect(root().querySelector('[role=log]')?.getAttribute('aria-label')).to.equal('Conversation');
    named(root(), 'textarea', 'Message');
    named(root(), 'button', 'Send');
  });

  it('is accessible empty, in conversation, without a connection, in Japanese and in the dark', async () => {
    await show();
    await still(panel);
    await accessible(panel);
    await show({
      entries: talk,
      conversation: conversation(),
      seenSeq: 5,
      typing: [mika.id],
      connection: { is: 'offline', retryAt: 0 },
      outbox: [
        { clientId: 'o1', text: 'One', at: morning + 200_000, state: { is: 'sending' } },
        { clientId: 'o2', text: 'Two', at: morning + 210_000, state: { is: 'not-sent', code: 'RATE_LIMITED' } },
      ],
    });
    await still(panel);
    await accessible(panel);
    await show({ entries: talk, conversation: conversation() }, 'ja');
    await still(panel);
    await accessible(panel);
    if (!navigator.userAgent.includes('Chrome')) return;
    await emulateMedia({ colorScheme: 'dark' });
    document.documentElement.style.setProperty('color-scheme', 'light dark');
    await still(panel);
    await accessible(panel);
    document.documentElement.style.removeProperty('color-scheme');
    await emulateMedia({ colorScheme: 'light' });
  });

  it('invites to write where nothing was said yet, and says what to expect', async () => {
    await show();
    expect(words('.empty')[0]).to.contain('How can we help?');
    expect(words('.header p')).to.deep.equal(['Usually answers in 2 min']);
    session.chat.show({ site: { id: 'demo', name: 'Kettle & Leaf', calling: 'none', staffed: false, answersIn: null } });
    await drawn(panel);
    expect(words('.empty')[0]).to.contain('as soon as we are back');
    expect(words('.header p')).to.deep.equal(['Away: leave a message']);
  });

  it('neither invites nor says who is there before the server has greeted: there may be a conversation', async () => {
    await show({ site: null, connection: { is: 'connecting' } });
    expect(all('.empty')).to.deep.equal([]);
    session.chat.show({ ...session.chat.snapshot, site: { id: 'demo', name: 'Kettle & Leaf', calling: 'none', staffed: true, answersIn: null } });
    await drawn(panel);
    expect(words('.empty')[0]).to.contain('How can we help?');
  });

  it('groups what one person says within five minutes, with one picture and one name', async () => {
    await show({ entries: [...talk, entry(6, 'agent', 'Yes.'), entry(7, 'agent', 'Later.', { at: new Date(morning + 900_000).toISOString() })], conversation: conversation() });
    const rows = all('.list > .row.other');
    expect(rows.map((row) => [row.classList.contains('first'), row.classList.contains('last')])).to.deep.equal([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
    expect(rows.map((row) => row.querySelectorAll('.avatar').length)).to.deep.equal([0, 1, 1, 1]);
    expect(rows[0]?.querySelector('.sr')?.textContent).to.equal('Mika Tanaka: ');
  });

  it('says a new day once', async () => {
    const day = 86_400_000;
    const at = (ago: number): string => new Date(Date.now() - ago * day).toISOString();
    await show({ entries: [entry(1, 'agent', 'One', { at: at(40) }), entry(2, 'agent', 'Two', { at: at(1) }), entry(3, 'agent', 'Three', { at: at(0) }), entry(4, 'agent', 'Four', { at: at(0) })] });
    expect(words('.day').slice(1)).to.deep.equal(['yesterday', 'today']);
    expect(words('.day')).to.have.length(3);
  });

  it('says what is no message quietly, and what it does not know as such', async () => {
    await show({
      entries: [
        entry(1, 'system', { type: 'call', callId: 'k', media: 'video', reason: 'hung-up', by: 'customer', duration: 192_000 }),
        entry(2, 'system', { type: 'call', callId: 'k', media: 'audio', reason: 'declined', by: 'customer', duration: 0 }),
        entry(3, 'system', { type: 'assigned', agent: mika }),
        entry(4, 'system', { type: 'ended', by: 'agent' }),
        entry(5, 'agent', { type: 'carousel' }, { kind: 'carousel' }),
        entry(6, 'agent', 'gone', { kind: 'erased', parts: [] }),
        entry(7, 'agent', { type: 'poll' }, { kind: 'message' }),
      ],
    });
    await until('what is seldom said is there', () => words('.system').every(Boolean));
    expect(words('.system')).to.deep.equal([
      'Video call · 3 min 12 s',
      'Voice call declined',
      'Mika Tanaka is here',
      'The conversation has ended',
      'This message cannot be shown here. Reload the page to see it.',
      'This message was deleted',
    ]);
    expect(words('.unsupported .bubble')).to.deep.equal(['This message cannot be shown here. Reload the page to see it.']);
  });

  it('makes links of addresses alone, and markup of nothing', async () => {
    await show({ entries: [entry(1, 'agent', 'See https://example.com/a?b=1, <b>not bold</b> javascript:alert(1) (http://example.org/x).')] });
    const bubble = there(all('.bubble')[0]);
    await until('its links are there', () => bubble.querySelector('a'));
    const links = [...bubble.querySelectorAll('a')];
    expect(links.map((link) => link.href)).to.deep.equal(['https://example.com/a?b=1', 'http://example.org/x']);
    expect(links.every((link) => link.rel.includes('noopener') && link.target === '_blank')).to.equal(true);
    expect(bubble.querySelector('b')).to.equal(null);
    expect(bubble.textContent).to.equal('See https://example.com/a?b=1, <b>not bold</b> javascript:alert(1) (http://example.org/x).');
  });

  it('ends an address where Japanese goes on without a space, and leaves it the Japanese that it is made of', async () => {
    const said = [
      '詳しくはhttps://shop.example/kettle?x=1をご覧ください。',
      'https://shop.example/！へどうぞ',
      'https://shop.example/から',
      'https://ja.example/wiki/鉄瓶（鉄器）',
      'https://さくら.example/ です',
      'See https://shop.example/a_(b), then https://shop.example/c.',
    ];
    await show({ entries: said.map((text, index) => entry(index + 1, 'agent', text)), conversation: conversation() });
    await until('they are links', () => all('.bubble a').length === 7);
    expect(words('.bubble a')).to.deep.equal([
      'https://shop.example/kettle?x=1',
      'https://shop.example/',
      'https://shop.example/',
      'https://ja.example/wiki/鉄瓶',
      'https://さくら.example/',
      'https://shop.example/a_(b',
      'https://shop.example/c',
    ]);
  });

  it('lets each message have its own direction', async () => {
    await show({ entries: [entry(1, 'agent', 'שלום'), entry(2, 'agent', 'Hello')] });
    const [right, left] = all('.bubble');
    expect(right?.dir).to.equal('auto');
    expect(getComputedStyle(right as Element).direction).to.equal('rtl');
    expect(getComputedStyle(left as Element).direction).to.equal('ltr');
  });

  it('says its own words in the direction of its language, where the page’s would stand', async () => {
    await show({ entries: talk, conversation: conversation(), connection: { is: 'offline', retryAt: 0 } });
    there(panel.parentElement).dir = 'rtl';
    const placeOf = (element: Node, from: number, to: number): DOMRect => {
      const range = document.createRange();
      const text = there([...element.childNodes].find((each) => each instanceof Text && each.length > 0));
      range.setStart(text, from);
      range.setEnd(text, to);
      return range.getBoundingClientRect();
    };
    const said = there(root().querySelector('[part=connection]'));
    const length = said.textContent.trim().length;
    expect(said.textContent).to.match(/\.$/);
    expect(placeOf(said, length - 1, length).left).to.be.greaterThan(placeOf(said, length - 2, length - 1).left);
    const name = there(root().querySelector('h2'));
    expect(placeOf(name, 0, name.textContent.length).right).to.be.closeTo(name.getBoundingClientRect().right, 1);
    const bubble = there(root().querySelector('.bubble'));
    expect(placeOf(bubble, 0, 1).left - bubble.getBoundingClientRect().left).to.be.lessThan(20);
  });

  it('says "Seen" under the last one that was read', async () => {
    await show({ entries: talk, conversation: conversation(), seenSeq: 1 });
    const seen = (): readonly (string | undefined)[] => all('.row').filter((row) => row.querySelector('.meta')?.textContent.includes('Seen')).map((row) => row.querySelector('.bubble')?.textContent);
    expect(seen()).to.deep.equal(['Hello!']);
    session.chat.show({ seenSeq: 5 });
    await drawn(panel);
    expect(seen()).to.deep.equal(['Is https://example.com/kettle?a=1 in stock?']);
  });

  it('keeps the row of a message from sending to the log', async () => {
    await show({ outbox: [{ clientId: 'o1', text: 'Hi', at: morning, state: { is: 'sending' } }] });
    const row = all('.list > .row')[0];
    expect(row?.classList.contains('sending')).to.equal(true);
    expect(row?.querySelector('svg[role=img]')?.getAttribute('aria-label')).to.equal('Sending');
    session.chat.show({ outbox: [], entries: [entry(1, 'customer', 'Hi', { clientId: 'o1' })] });
    await drawn(panel);
    expect(all('.list > .row')).to.deep.equal([row]);
    expect(row?.classList.contains('sending')).to.equal(false);
  });

  it('offers to try a refused message again, or to delete it', async () => {
    await show({ outbox: [{ clientId: 'o1', text: 'Hi', at: morning, state: { is: 'not-sent', code: 'FORBIDDEN' } }] });
    await until('it says so', () => words('.not-sent .meta')[0]?.includes('Not sent'));
    named(root(), 'button', 'Try again').click();
    named(root(), 'button', 'Delete').click();
    expect(session.chat.asked.filter(({ method }) => ['retry', 'discard'].includes(method))).to.deep.equal([
      { method: 'retry', detail: 'o1' },
      { method: 'discard', detail: 'o1' },
    ]);
  });

  it('reads out what the other side writes, beside the log, and stands with it once in the log', async () => {
    await show({ entries: talk, conversation: conversation() });
    const region = there(root().querySelector<HTMLElement>('[aria-live=polite]'));
    expect(root().querySelector('[role=log]')?.getAttribute('aria-live')).to.equal('off');
    expect(region.textContent).to.equal('');
    session.chat.append(entry(6, 'customer', 'Mine'), entry(7, 'agent', 'Yours'));
    await until('it is read out', () => region.textContent === 'Mika Tanaka: Yours');
    expect(region.closest('[role=log]')).to.equal(null);
    expect(root().querySelector('[role=log]')?.textContent.split('Yours')).to.have.length(2);
  });

  it('reads out who answers and that the conversation has ended, without a tone, and nothing of what the customer did', async () => {
    await show({ entries: talk, conversation: conversation() });
    const region = there(root().querySelector<HTMLElement>('[aria-live=polite]'));
    session.chat.append(entry(6, 'system', { type: 'assigned', agent: { ...mika, name: 'Ren Mori' } }));
    await until('who came is read out', () => region.textContent === 'Ren Mori is here');
    session.chat.append(entry(7, 'agent', { type: 'ended', by: 'agent' }));
    await until('the end is read out', () => region.textContent === 'The conversation has ended');
    session.chat.append(entry(8, 'customer', { type: 'ended', by: 'customer' }));
    await drawn(panel);
    expect(region.textContent).to.equal('The conversation has ended');
  });

  it('reads out to whoever is in it that a message was not sent, once, however often its row is drawn', async () => {
    await show({ entries: talk, conversation: conversation() });
    const region = there(root().querySelector<HTMLElement>('[aria-live=polite]'));
    const said: string[] = [];
    new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true });
    root().querySelector('textarea')?.focus();
    const outbox: ChatSnapshot['outbox'] = [{ clientId: 'o1', text: 'Hi', at: morning, state: { is: 'not-sent', code: 'RATE_LIMITED' } }];
    session.chat.show({ outbox });
    await until('it is read out', () => said.includes('Not sent: too many messages at once'));
    panel.lang = 'ja';
    await until('its row is drawn anew', () => root().querySelector('.not-sent .meta')?.textContent.includes('もう一度送る'));
    panel.lang = 'en';
    await until('and again', () => root().querySelector('.not-sent .meta')?.textContent.includes('Try again'));
    expect(said).to.deep.equal(['Not sent: too many messages at once']);
  });

  it('does not read out, on the next page, that a message was not sent on the one before', async () => {
    await show({ outbox: [{ clientId: 'o1', text: 'Hi', at: morning, state: { is: 'not-sent', code: 'FORBIDDEN' } }] });
    await until('it says so', () => words('.not-sent .meta')[0]?.includes('Not sent'));
    await import('../../src/elements/chat-panel/attention.ts');
    await drawn(panel);
    expect(root().querySelector('[aria-live=polite]')?.textContent).to.equal('');
  });

  it('keeps nothing beside the log of what was read out: it may be erased', async () => {
    await show({ entries: talk, conversation: conversation() });
    const region = there(root().querySelector<HTMLElement>('[aria-live=polite]'));
    const { setTimeout } = window;
    const late: (() => void)[] = [];
    window.setTimeout = ((act: () => void, delay = 0) => (delay < 5_000 ? setTimeout(act, delay) : late.push(act))) as typeof setTimeout;
    try {
      session.chat.append(entry(6, 'agent', 'My card'));
      await until('it is read out', () => region.textContent === 'Mika Tanaka: My card');
      for (const act of late) act();
      expect(region.textContent).to.equal('');
    } finally {
      window.setTimeout = setTimeout;
    }
  });

  it('does not ask how it can help while the conversation that is under way is on its way', async () => {
    await show({ entries: [], conversation: conversation() });
    expect(root().textContent).to.not.contain('How can we help?');
    await show({ entries: [] });
    expect(root().textContent).to.contain('How can we help?');
  });

  it('says of a call that ending the conversation ends it too', async () => {
    for (const [view, told] of [[{ phase: 'none' }, false], [{ phase: 'in-call', since: Date.now(), link: 'up' }, true]] as const) {
      await show({ entries: talk, conversation: conversation() });
      session.call.set({ view });
      named(root(), 'button', 'Menu').click();
      await until('the menu is there', () => names(root(), 'button').includes('End conversation'));
      named(root(), 'button', 'End conversation').click();
      expect(there(root().querySelector('[role=alertdialog]')).textContent.includes('Your call ends with it.')).to.equal(told);
    }
  });

  it('opens addresses of the site itself where they are read, and others in a tab of their own', async () => {
    await show({ entries: [entry(1, 'agent', `See ${location.origin}/kettles and https://example.com/`)], conversation: conversation() });
    await until('they are links', () => all('.bubble a').length === 2);
    expect(all('.bubble a').map((link) => link.getAttribute('target'))).to.deep.equal([null, '_blank']);
  });

  it('marks as read what is in view, and nothing while it is closed', async () => {
    await show({ entries: talk, conversation: conversation(), unread: 2 });
    expect(session.chat.count('markRead')).to.equal(1);
    panel.open = false;
    await drawn(panel);
    session.chat.show({ unread: 1 });
    await drawn(panel);
    expect(session.chat.count('markRead')).to.equal(1);
    expect(panel.matches(':state(unread)')).to.equal(true);
    expect(panel.unread).to.equal(1);
  });

  it('has the place of what it says of the connection there before it is said: it is not heard else', async () => {
    await show({ entries: talk, conversation: conversation() });
    const strip = there(root().querySelector<HTMLElement>('.strip'));
    expect(strip.textContent).to.equal('');
    expect(getComputedStyle(strip).display).to.equal('block');
    expect(strip.offsetHeight).to.equal(0);
    session.chat.show({ connection: { is: 'offline', retryAt: 0 } });
    await drawn(panel);
    expect(strip.offsetHeight).to.be.greaterThan(20);
  });

  it('says once that there is no connection, however often it tries to come back', async () => {
    await show({ entries: talk, conversation: conversation() });
    const strip = there(root().querySelector<HTMLElement>('.strip'));
    const said: string[] = [];
    new MutationObserver(() => said.push(strip.textContent)).observe(strip, { childList: true, characterData: true, subtree: true });
    for (const is of ['offline', 'connecting', 'offline', 'connecting'] as const) {
      session.chat.show({ connection: is === 'offline' ? { is, retryAt: 0 } : { is } });
      await drawn(panel);
    }
    expect(said).to.deep.equal(['No connection. What you write is sent as soon as it is back.']);
  });

  it('says in words that there is no connection, or that the site does not take it', async () => {
    await show({ connection: { is: 'offline', retryAt: 0 } });
    expect(words('[part=connection]')[0]).to.contain('No connection');
    session.chat.show({ connection: { is: 'refused', code: 'UNKNOWN_SITE' } });
    await drawn(panel);
    await until('it says so', () => words('[part=connection]')[0] === 'The chat is not available on this page.');
    session.chat.show({ connection: { is: 'online' } });
    await drawn(panel);
    expect(words('[part=connection]')[0]).to.equal('');
  });

  it('takes no messages where the site does not take it, and keeps whoever was writing', async () => {
    await show();
    const box = named(root(), 'textarea', 'Message');
    await panel.focus();
    expect(root().activeElement).to.equal(box);
    session.chat.show({ connection: { is: 'refused', code: 'UNKNOWN_SITE' } });
    await until('the text box is gone', () => !box.checkVisibility());
    expect(root().activeElement).to.equal(root().querySelector('[role=dialog]'));
    there(root().activeElement as HTMLElement | null).blur();
    await panel.focus();
    expect(root().activeElement).to.equal(root().querySelector('[role=dialog]'));
    session.chat.show({ connection: { is: 'online' } });
    await until('the text box is back', () => box.checkVisibility());
  });

  it('tells whoever made the page on the console why the server does not take it, once', async () => {
    const said: unknown[][] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => void said.push(words);
    try {
      await show({ connection: { is: 'refused', code: 'FOREIGN_ORIGIN' } });
      await until('it says so', () => said.length > 0);
      panel.requestUpdate();
      await drawn(panel);
    } finally {
      console.error = error;
    }
    expect(said).to.deep.equal([['[warmline]', 'FOREIGN_ORIGIN']]);
  });

  it('ends the conversation from its menu, once it was asked whether to', async () => {
    await show({ entries: talk, conversation: conversation() });
    named(root(), 'button', 'Menu').click();
    await until('the menu is open', () => root().querySelector('[role=menu]'));
    await still(panel);
    await accessible(panel);
    await drawn(panel);
    expect(root().activeElement).to.equal(named(root(), '[role^=menuitem]', 'Sound'));
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await until('the question is asked', () => root().querySelector('[role=alertdialog]'));
    await still(panel);
    await accessible(panel);
    named(root(), 'button', 'End it').click();
    await until('it is answered', () => !root().querySelector('[role=alertdialog]'));
    expect(session.chat.count('end')).to.equal(1);
  });

  it('keeps the question open where the end failed, and says so', async () => {
    await show({ conversation: conversation() });
    session.chat.endFails = true;
    named(root(), 'button', 'Menu').click();
    await until('the menu is open', () => root().querySelector('[role=menu]'));
    named(root(), '[role=menuitem]', 'End conversation').click();
    await drawn(panel);
    named(root(), 'button', 'End it').click();
    await until('it says so', () => root().querySelector('#hint')?.textContent.includes('could not be ended'));
  });

  it('closes its menu at Escape and gives the focus back, then itself', async () => {
    await show({ conversation: conversation() });
    const menu = named(root(), 'button', 'Menu');
    menu.focus();
    await sendKeys({ press: 'Enter' });
    await until('the menu is open', () => root().querySelector('[role=menu]'));
    await drawn(panel);
    await sendKeys({ press: 'Escape' });
    await drawn(panel);
    expect(root().querySelector('[role=menu]')).to.equal(null);
    expect(root().activeElement).to.equal(menu);
    setTimeout(() => void sendKeys({ press: 'Escape' }));
    await oneEvent(panel, 'chat-minimise');
  });

  it('closes its menu at a second press of the button that opened it', async () => {
    await show({ entries: talk, conversation: conversation() });
    await still(panel);
    const menu = (): Element | null => root().querySelector('[role=menu]');
    const button = named(root(), 'button', 'Menu');
    const { x, y, width, height } = button.getBoundingClientRect();
    const press = (): Promise<void> => sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    for (const _ of [1, 2]) {
      await press();
      await until('it is open', menu);
      expect(button.ariaExpanded).to.equal('true');
      await press();
      await drawn(panel);
      expect(menu()).to.equal(null);
      expect(button.ariaExpanded).to.equal('false');
      expect(root().activeElement).to.equal(button);
    }
  });

  it('stays where Escape is an input method’s', async () => {
    await show({ conversation: conversation() });
    let minimised = 0;
    panel.addEventListener('chat-minimise', () => (minimised += 1));
    const escape = (given: KeyboardEventInit): boolean => named(root(), 'textarea', 'Message').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true, ...given }));
    escape({ isComposing: true });
    // As Safari says it, after the composition has ended.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else says it in Safari
    escape({ keyCode: 229 });
    expect(minimised).to.equal(0);
    escape({});
    expect(minimised).to.equal(1);
  });

  it('turns its sounds off and on for the whole site', async () => {
    await show();
    named(root(), 'button', 'Menu').click();
    await until('the menu is open', () => root().querySelector('[role=menu]'));
    const sound = named(root(), '[role=menuitemcheckbox]', 'Sound');
    expect(sound.getAttribute('aria-checked')).to.equal('true');
    sound.click();
    await drawn(panel);
    expect(sound.getAttribute('aria-checked')).to.equal('false');
    sound.click();
    await drawn(panel);
    expect(sound.getAttribute('aria-checked')).to.equal('true');
  });

  it('has the door open the way its text runs', async () => {
    const doors = (): readonly string[] => all('.system svg, [role=menuitem] svg').map((each) => getComputedStyle(each).scale);
    for (const [dir, scale] of [['ltr', 'none'], ['rtl', '-1 1']] as const) {
      await show({ entries: [entry(1, 'customer', 'Hello'), entry(2, 'agent', { type: 'ended', by: 'agent' })], conversation: conversation() });
      there(panel.parentElement).dir = dir;
      named(root(), 'button', 'Menu').click();
      await until('both are there', () => doors().length === 2);
      expect(doors()).to.deep.equal([scale, scale]);
    }
  });

  it('shows where its menu and its question end, and whether sounds are on, where a system forces its colours', async function () {
    if (!navigator.userAgent.includes('Chrome')) this.skip();
    await show({ entries: talk, conversation: conversation() });
    named(root(), 'button', 'Menu').click();
    await until('it is open', () => root().querySelector('[role=menu]'));
    const toggle = there(root().querySelector<HTMLElement>('[role=menuitemcheckbox]'));
    const colours = (): readonly string[] => [null, '::before'].map((part) => getComputedStyle(there(toggle.querySelector('.switch')), part).backgroundColor);
    await inForcedColours(async () => {
      expect(lineAround(there(root().querySelector('[role=menu]')))).to.be.at.least(1);
      const on = colours();
      expect(on[0]).to.not.equal(on[1]);
      toggle.click();
      await drawn(panel);
      const off = colours();
      expect(off[0]).to.not.equal(off[1]);
      expect(off[0]).to.not.equal(on[0]);
      toggle.click();
      named(root(), '[role=menuitem]', 'End conversation').click();
      for (const each of all('.sheet, .choice')) expect(lineAround(each)).to.be.at.least(1);
    });
  });

  it('speaks Japanese on a Japanese page, and follows a page that changes its language', async () => {
    await show({ entries: [entry(1, 'system', { type: 'ended', by: 'agent' })] }, 'ja-JP');
    named(root(), 'textarea', 'メッセージ');
    await until('its rows speak Japanese', () => words('.system')[0] === '会話は終了しました');
    panel.lang = 'en';
    await until('it speaks English', () => root().querySelector('textarea')?.getAttribute('aria-label') === 'Message');
    await until('its rows speak English', () => words('.system')[0] === 'The conversation has ended');
    expect(words('.system')).to.have.length(1);
  });

  it('keeps Japanese words whole where its lines break, in what a call shows too', async function () {
    if (!CSS.supports('word-break', 'auto-phrase')) return this.skip();
    await import('../../src/define/call-prompt.ts');
    await show({ entries: talk, conversation: conversation() }, 'ja');
    session.call.set({ view: { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 30_000, dismissed: false } });
    await until('the prompt is drawn', () => root().querySelector('call-prompt')?.shadowRoot?.querySelector('.card'));
    const said = '声とマイクを使います';
    for (const place of [there(root().querySelector('.frame')), there(root().querySelector('call-prompt')?.shadowRoot?.querySelector('.card'))]) {
      const line = document.createElement('p');
      line.textContent = said;
      // Room for four characters: マイ is what it has room for after 声と.
      Object.assign(line.style, { inlineSize: '4em', flex: 'none' });
      place.append(line);
      const word = document.createRange();
      word.setStart(there(line.firstChild), said.indexOf('マイク'));
      word.setEnd(there(line.firstChild), said.indexOf('マイク') + 3);
      expect(word.getClientRects().length).to.equal(1);
    }
  });

  it('shows the states of its session as custom states', async () => {
    await show({ connection: { is: 'offline', retryAt: 0 }, unread: 0 });
    expect(panel.matches(':state(open):state(offline)')).to.equal(true);
    session.chat.show({ connection: { is: 'online' } });
    await drawn(panel);
    expect(panel.matches(':state(offline)')).to.equal(false);
  });

  it('keeps the focus when a call takes the button that had it', async () => {
    await import('../../src/define/call-prompt.ts');
    await show({ entries: talk, conversation: conversation() });
    session.call.set({ view: { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 30_000, dismissed: false } });
    const pressed = (): HTMLElement | null | undefined => root().querySelector('call-prompt')?.shadowRoot?.querySelector<HTMLElement>('[part~=decline]');
    await until('the prompt is drawn', pressed);
    // The first ring loads it.
    await import('../../src/elements/chat-panel/attention.ts');
    there(pressed()).focus();
    expect(root().activeElement?.localName).to.equal('call-prompt');
    session.call.set({ view: { phase: 'none' } });
    await until('the prompt is gone', () => !pressed());
    await until('the text box has the focus', () => root().activeElement?.localName === 'textarea');
  });

  it('leads the focus through a call’s prompt: to what it offers now, and never by itself to hanging up', async () => {
    await import('../../src/define/call-prompt.ts');
    await show({ entries: talk, conversation: conversation() });
    const prompt = (): ShadowRoot | null | undefined => root().querySelector('call-prompt')?.shadowRoot;
    const focused = (): string => {
      const holder = (prompt()?.activeElement ?? root().activeElement) as HTMLElement | null;
      return holder ? nameOf(holder) : '';
    };
    const button = (name: string): HTMLElement | undefined => [...(prompt()?.querySelectorAll<HTMLElement>('button') ?? [])].find((each) => nameOf(each) === name);
    const press = (name: string): void => {
      there(button(name)).focus();
      there(button(name)).click();
    };
    const rings = { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 30_000, dismissed: false } as const;
    const acquiring = { phase: 'acquiring', choice: 'video', deadline: Date.now() + 50_000 } as const;
    session.call.set({ view: rings });
    await until('it rings', () => button('Decline'));
    await import('../../src/elements/chat-panel/attention.ts');
    press('Hide');
    session.call.set({ view: { ...rings, dismissed: true } });
    await until('what is hidden can be shown', () => button('Show') && focused() === 'Show');
    press('Show');
    session.call.set({ view: rings });
    await until('the first answer has the focus', () => button('Decline') && focused() === 'Accept with video');
    press('Accept with video');
    session.call.set({ view: { ...acquiring, devices: { is: 'opening', wants: 'video', since: Date.now() } } });
    await until('the card has the focus', () => prompt()?.activeElement?.matches('[role=dialog]'));
    session.call.set({ view: { ...acquiring, devices: { is: 'camera-refused', refusal: 'denied' } } });
    await until('the first way on has the focus', () => focused() === 'Go on with audio');
    expect(prompt()?.querySelector('[role=status]')?.textContent).to.contain('camera');
    expect(prompt()?.querySelectorAll('[role=status] li').length).to.be.greaterThan(1);
    press('Try again');
    session.call.set({ view: { ...acquiring, devices: { is: 'opening', wants: 'video', since: Date.now() } } });
    await until('the card has the focus again', () => prompt()?.activeElement?.matches('[role=dialog]'));
    session.call.set({ view: { phase: 'in-call', since: Date.now(), link: 'up' } });
    await until('the text box has the focus', () => focused() === 'Message');
  });

  it('keeps the text box in view while a call rings and while it runs', async () => {
    await show({ entries: talk, conversation: conversation() });
    for (const view of [
      { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 40_000, dismissed: false },
      { phase: 'in-call', since: Date.now(), link: 'up' },
    ] as const) {
      session.call.set({ view });
      await until('the call is shown', () => root().querySelector(view.phase === 'prompt' ? 'call-prompt' : 'call-controls'));
      const box = named(root(), 'textarea', 'Message').getBoundingClientRect();
      expect(box.height).to.be.greaterThan(20);
      expect(box.bottom).to.be.lessThan(innerHeight + 1);
    }
  });

  describe('in a small window', () => {
    const usual = { width: innerWidth, height: innerHeight };
    const rings = { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 40_000, dismissed: false } as const;
    const inCall = { phase: 'in-call', since: Date.now(), link: 'up' } as const;
    const within = (part: 'call-prompt' | 'call-controls', selector: string): HTMLElement | null => root().querySelector(part)?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
    const isInView = (element: Element): boolean => {
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const at = within('call-prompt', '*') ? root().querySelector('call-prompt') : root().querySelector('call-controls');
      const { top: from, bottom: to } = there(at).getBoundingClientRect();
      return top >= Math.max(0, from - 1) && bottom <= Math.min(innerHeight, to + 1) && left >= 0 && right <= innerWidth;
    };
    const box = (): HTMLElement => named(root(), 'textarea', 'Message');

    before(async function () {
      if (!navigator.userAgent.includes('Chrome')) this.skip();
      await Promise.all([import('../../src/define/call-prompt.ts'), import('../../src/define/call-controls.ts'), import('../../src/elements/chat-panel/attention.ts')]);
    });
    afterEach(() => setViewport(usual));

    it('keeps text box and answers in view on a phone that lies on its side, whatever a call has to say', async () => {
      await setViewport({ width: 740, height: 360 });
      await show({ entries: talk, conversation: conversation() });
      session.call.set({ view: rings });
      await until('the answers are drawn', () => within('call-prompt', '[part~=accept-video]'));
      await still(panel);
      expect(there(within('call-prompt', '[part~=accept-video]')).getBoundingClientRect().bottom).to.be.lessThan(box().getBoundingClientRect().top);
      session.call.set({ view: inCall, trouble: { type: 'camera', refusal: 'denied' } });
      await until('the trouble is told', () => within('call-controls', '.trouble'));
      expect(box().getBoundingClientRect().bottom).to.be.lessThan(361);
    });

    it('has people and conversation side by side on a phone that lies on its side', async () => {
      await setViewport({ width: 667, height: 375 });
      await show({ entries: talk, conversation: conversation() });
      expect(there(root().querySelector('.frame')).clientWidth).to.equal(667);
      session.call.set({ view: inCall });
      await until('the call stands beside the log', () => {
        const { right = 667 } = within('call-controls', '.stage')?.getBoundingClientRect() ?? {};
        return right <= there(root().querySelector('[role=log]')).getBoundingClientRect().left;
      });
      expect(there(within('call-controls', '.stage')).clientHeight).to.be.greaterThan(180);
      expect(there(root().querySelector('[role=log]')).clientHeight).to.be.greaterThan(180);
      expect(isInView(there(within('call-controls', '[part~=end]')))).to.equal(true);
      expect(box().getBoundingClientRect().bottom).to.be.lessThan(376);
    });

    it('keeps the names of a call’s buttons apart, in Japanese too', async () => {
      await setViewport({ width: 375, height: 667 });
      await show({ entries: talk, conversation: conversation() }, 'ja');
      session.call.set({ view: inCall, wanted: { microphone: false, camera: true } });
      const labels = (): readonly DOMRect[] =>
        [...(root().querySelector('call-controls')?.shadowRoot?.querySelectorAll('.round span') ?? [])].map((each) => {
          const range = document.createRange();
          range.selectNodeContents(each);
          return range.getBoundingClientRect();
        });
      await until('they are in Japanese', () => within('call-controls', '.round')?.textContent.includes('ビデオ'));
      await until('they are apart', () => labels().every(({ left }, index, all) => index === 0 || left - (all[index - 1]?.right ?? 0) >= 12));
    });

    it('keeps the ways on from a refusal in view at 200 %', async () => {
      await setViewport({ width: 640, height: 320 });
      await show({ entries: talk, conversation: conversation() });
      session.call.set({ view: { phase: 'acquiring', choice: 'video', deadline: Date.now() + 50_000, devices: { is: 'camera-refused', refusal: 'denied' } } });
      await until('the help is there', () => within('call-prompt', '.help'));
      await until('all of its ways on are in view', () => [...there(root().querySelector('call-prompt')?.shadowRoot).querySelectorAll('.choice')].every(isInView));
    });

    it('gives a call what room there is at 400 %, and lets the rest be scrolled to', async () => {
      await setViewport({ width: 320, height: 200 });
      await show({ entries: talk, conversation: conversation() });
      session.call.set({ view: rings });
      const all = (part: 'call-prompt' | 'call-controls', selector: string): readonly Element[] => [...(root().querySelector(part)?.shadowRoot?.querySelectorAll(selector) ?? [])];
      await until('its answers are in view', () => all('call-prompt', '.choice').length === 3 && all('call-prompt', '.choice').every(isInView));
      session.call.set({ view: inCall });
      await until('its buttons are in view', () => all('call-controls', '.round').length === 3 && all('call-controls', '.round').every(isInView));
      await panel.focus();
      expect(box().getBoundingClientRect().bottom).to.be.lessThan(201);
    });
  });
});
