import { expect } from 'chai';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import { FakeEnvironment, FakeKeyValue } from '../../fakes/fake-environment.ts';
import { focused, NOON, openConsole, OpenedConsole, spoken } from '../opened-console.ts';

const type = (element: HTMLElement, text: string): void => {
  if (!(element instanceof HTMLTextAreaElement)) throw new Error('no text box');
  element.focus();
  element.value = text;
  element.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

const key = (target: HTMLElement, name: string, more: KeyboardEventInit = {}): void =>
  void target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...more }));

describe('Conversations on the console', () => {
  it('stand in a navigation that is there before the first one, and says what happens next', async () => {
    const opened = await openConsole();
    expect(opened.button('Conversations').localName).to.equal('nav');
    expect(opened.text).to.contain('No conversations yet').and.to.contain('new conversations come here by themselves');
  });

  it('are rows that begin with the customer’s name, or "Visitor" and the code', async () => {
    const opened = await openConsole();
    const named = opened.authority.customerSays('v-misaki', 'Hello');
    opened.authority.describe('v-misaki', { name: 'Misaki Sato' });
    const visitor = opened.authority.customerSays('v-7f2k', 'Is anybody there?');
    await opened.drawn();
    expect(opened.row(named).localName).to.equal('button');
    expect(spoken(opened.row(named))).to.match(/^Misaki Sato/);
    expect(opened.row(named).querySelector('.avatar')?.textContent.trim(), 'the customer’s own page draws them so').to.equal('MS');
    expect(spoken(opened.row(visitor))).to.match(/^Visitor 7F2K/);
    expect(spoken(opened.row(visitor))).to.contain('Is anybody there?').and.to.contain('1 unread').and.to.contain('On the page');
  });

  const arabic = 'مرحبا هل يمكنكم أن تخبروني متى يصل إبريق الشاي الذي طلبته قبل أسبوعين من متجركم';
  const english = 'Hello, could you tell me when the kettle arrives that I ordered two weeks ago in your shop?';
  for (const [page, dir] of [['a page', 'ltr'], ['a page from right to left', 'rtl']] as const) {
    for (const [language, words] of [['Arabic', arabic], ['English', english]] as const) {
      it(`begin with the beginning of what was written last, in ${language} on ${page}`, async () => {
        const opened = await openConsole();
        opened.element.dir = dir;
        const theirs = opened.authority.customerSays('v-1', words);
        opened.authority.describe('v-1', { name: words });
        const answered = opened.authority.customerSays('v-2', 'Hello');
        opened.authority.customer('v-2').agentSays(words);
        await opened.drawn();
        for (const [row, part] of [[theirs, 'name'], [theirs, 'last'], [answered, 'last']] as const) {
          const box = opened.row(row).querySelector(`.${part}`);
          if (!box) throw new Error('nothing is written');
          const { left, right } = box.getBoundingClientRect();
          const letter = letterOf(box, words);
          expect(letter.width > 0 && letter.left >= left - 1 && letter.right <= right + 1, `${row} ${part}`).to.equal(true);
        }
      });
    }
  }

  it('keep what stands for a visitor without a name clear of the edge of its circle, in Japanese too', async () => {
    for (const language of ['en', 'ja']) {
      const opened = await openConsole({ language });
      const id = opened.authority.customerSays('v-7f2k', 'Hello');
      await opened.drawn();
      await opened.select(id);
      const circle = opened.one('.avatar.small');
      const letters = document.createRange();
      letters.selectNodeContents(circle);
      const { width, height } = letters.getBoundingClientRect();
      expect(Math.hypot(width, height) / 2, language).to.be.below(circle.offsetWidth / 2 - 1);
    }
  });

  it('warm in colour once the customer has waited for a minute', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    expect(opened.row(id).querySelector('.warm')).to.equal(null);
    await opened.advance(61_000);
    expect(opened.row(id).querySelector('.warm')?.textContent).to.contain('1 min');
  });

  it('of customers who left stand in a group of their own at the end, and warm nothing', async () => {
    const opened = await openConsole();
    const left = opened.authority.customerSays('v-1', 'Anybody?', { waiting: true });
    await opened.advance(1_000);
    const here = opened.authority.customerSays('v-2', 'Hello', { waiting: true });
    opened.authority.describe('v-1', { online: false });
    await opened.advance(120_000);
    await opened.press('Queue 2');
    expect(opened.rows.map((row) => row.dataset.conversation)).to.deep.equal([here, left]);
    expect(opened.all('h3').find((each) => each.nextElementSibling === opened.row(left))?.textContent).to.equal('Left the page');
    expect(spoken(opened.row(left))).to.contain('Left the page').and.to.contain('waits 2 min');
    expect(opened.all('.warm').map((each) => each.closest('.row'))).to.deep.equal([opened.row(here)]);
    expect(opened.all('.count.waiting')).to.have.length(1);
    opened.authority.describe('v-2', { online: false });
    await opened.drawn();
    expect(opened.all('.warm, .count.waiting')).to.have.length(0);
    await opened.audit(opened.one('agent-conversation-list'));
  });

  it('show the queue apart from the agent’s own', async () => {
    const opened = await openConsole();
    const mine = opened.authority.customerSays('v-1', 'Mine');
    const waiting = opened.authority.customerSays('v-2', 'Waiting', { waiting: true });
    await opened.drawn();
    expect(opened.rows.map((row) => row.dataset.conversation)).to.deep.equal([mine]);
    await opened.press('Queue 1');
    expect(opened.rows.map((row) => row.dataset.conversation)).to.deep.equal([waiting]);
  });

  it('are all shown to a supervisor, who assigns any of them', async () => {
    const opened = await openConsole({ role: 'supervisor', colleagues: [{ id: 'agent-2', name: 'Ren Ito' }] });
    const id = opened.authority.customerSays('v-1', 'Hello', { waiting: true });
    await opened.drawn();
    await opened.select(id);
    await opened.press('Assign');
    await opened.press('Ren Ito');
    expect(opened.authority.requests.find((each) => each.method === 'assign')?.detail).to.deep.equal({ conversation: id, agent: 'agent-2' });
    await opened.drawn();
    expect(opened.text).to.contain('You are reading along. Ren Ito answers.');
    expect(opened.named('Message')).to.have.length(0);
  });

  it('say in place that assigning failed, with a way on', async () => {
    const opened = await openConsole({ role: 'supervisor', colleagues: [{ id: 'agent-2', name: 'Ren Ito' }] });
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    opened.authority.refusal = new TransportError('INTERNAL', { permanent: false });
    await opened.press('Assign');
    await opened.press('Ren Ito');
    expect(opened.text).to.contain('could not be assigned');
    opened.authority.refusal = null;
    await opened.press('Try again');
    expect(opened.text).not.to.contain('could not be assigned');
    expect(opened.authority.conversation(id).agent?.id).to.equal('agent-2');
  });

  it('take an answer by Enter, and never the Enter that ends an input method’s composition', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    const box = opened.button('Message');
    type(box, 'こんにちは');
    key(box, 'Enter', { isComposing: true });
    key(box, 'Enter', { shiftKey: true });
    expect(opened.authority.customer('v-1').textsOf(id)).to.deep.equal(['Hello']);
    key(box, 'Enter');
    await opened.advance(0);
    expect(opened.authority.customer('v-1').textsOf(id)).to.deep.equal(['Hello', 'こんにちは']);
    expect(opened.one('[role=log]').getAttribute('aria-label')).to.equal('Conversation');
    expect(opened.one('[role=log]').textContent.split('こんにちは')).to.have.length(2);
  });

  it('keep a draft while another one is answered', async () => {
    const opened = await openConsole();
    const one = opened.authority.customerSays('v-1', 'One');
    const two = opened.authority.customerSays('v-2', 'Two');
    await opened.drawn();
    await opened.select(one);
    type(opened.button('Message'), 'Half a thought');
    await opened.select(two);
    expect((opened.button('Message') as HTMLTextAreaElement).value).to.equal('');
    await opened.select(one);
    expect((opened.button('Message') as HTMLTextAreaElement).value).to.equal('Half a thought');
  });

  it('end a moment after they were told to, and can be kept', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    await opened.press('End conversation');
    expect(opened.text).to.contain('The conversation ends in 3 s.');
    await opened.press('Undo');
    await opened.advance(5_000);
    expect(opened.authority.conversation(id).state).to.equal('assigned');
    await opened.press('End conversation');
    await opened.advance(3_000);
    expect(opened.authority.conversation(id).state).to.equal('ended');
    expect(opened.text).to.contain('This conversation has ended');
  });

  it('end at once where they are told to twice', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    await opened.press('End conversation');
    await opened.press('End now');
    await opened.advance(0);
    expect(opened.authority.conversation(id).state).to.equal('ended');
  });

  it('that have ended lead to the one in which the same customer has written anew', async () => {
    const opened = await openConsole();
    const before = opened.authority.customerSays('v-1', 'Hello');
    opened.authority.customerSays('v-2', 'Hello');
    await opened.drawn();
    await opened.select(before);
    opened.authority.customer('v-1').end(before);
    await opened.drawn();
    expect(opened.named('Go to the new conversation')).to.have.length(0);
    const after = opened.authority.customerSays('v-1', 'One more thing');
    await opened.drawn();
    await opened.audit(opened.one('agent-conversation'));
    await opened.press('Go to the new conversation');
    expect(opened.desk.snapshot.selected).to.equal(after);
    expect(focused() === opened.button('Message')).to.equal(true);
  });

  it('that have ended lead to the one of another device, where the site knows the customer', async () => {
    const opened = await openConsole();
    const before = opened.authority.customerSays('v-1', 'Hello');
    const after = opened.authority.customerSays('v-2', 'Hello from my phone');
    for (const visitor of ['v-1', 'v-2']) opened.authority.describe(visitor, { known: { subject: 'account/1', email: null } });
    opened.authority.customer('v-1').end(before);
    await opened.drawn();
    await opened.press('All 1');
    await opened.select(before);
    await opened.press('Go to the new conversation');
    expect(opened.desk.snapshot.selected).to.equal(after);
  });

  it('say who ended them, in the log and beside it', async () => {
    const opened = await openConsole();
    for (const [customer, by, words] of [['v-1', 'customer', 'The customer ended the conversation'], ['v-2', 'agent', 'The conversation was ended']] as const) {
      const id = opened.authority.customerSays(customer, 'Hello');
      await opened.drawn();
      await opened.select(id);
      opened.authority.customer(customer).end(id, by);
      await opened.advance(0);
      expect(opened.one('.system').textContent).to.equal(words);
      expect(opened.one('agent-conversation').shadowRoot?.querySelector('[aria-live=polite]')?.textContent).to.equal(words);
    }
  });

  it('stand beside what is known of the customer', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    opened.authority.describe('v-1', { language: 'ja', timeZone: 'Asia/Tokyo', page: { url: 'https://shop.example/kettles', title: 'Kettles' } });
    await opened.drawn();
    await opened.select(id);
    expect(opened.text).to.contain('Japanese').and.to.contain('Kettles').and.to.contain('12:00 PM').and.to.contain('This is the first one');
    await opened.advance(60_000);
    expect(opened.text).to.contain('12:01 PM');
  });

  it('say what is not known without a connection: whether the customer is there, and whether the agent is', async () => {
    const opened = await openConsole();
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    await opened.select('v-7f2k-1');
    expect(opened.text).to.contain('On the page now');
    expect((opened.button('Your status') as HTMLSelectElement).selectedOptions[0]?.text).to.equal('Available');
    opened.authority.chat.goOffline();
    await opened.advance(0);
    const status = opened.button('Your status') as HTMLSelectElement;
    expect([status.disabled, status.selectedOptions[0]?.text]).to.deep.equal([true, 'Not connected']);
    expect(opened.text).to.contain('Not known without a connection').and.not.to.contain('On the page now');
    expect(opened.all('.presence.online')).to.have.length(0);
    opened.authority.chat.goOnline();
    await opened.advance(0);
    expect((opened.button('Your status') as HTMLSelectElement).selectedOptions[0]?.text).to.equal('Available');
    expect(opened.text).to.contain('On the page now');
    expect(opened.all('.presence.online')).to.have.length(1);
  });

  for (const dir of ['ltr', 'rtl']) {
    it(`stand beside whom the site vouches for, however long an address and a name are, ${dir}`, async () => {
      document.documentElement.dir = dir;
      const opened = await openConsole();
      const id = opened.authority.customerSays('v-1', 'Hello');
      const [subject, email] = [`account/${'2f6c1e0a9b7d4c53'.repeat(6)}`, `${'misaki.sato'.repeat(5)}+orders@${'long-'.repeat(12)}address.example`];
      opened.authority.describe('v-1', { name: 'Misaki Sato', known: { subject, email } });
      await opened.drawn();
      await opened.select(id);
      expect(opened.text).to.contain(`E-mail ${email}`).and.to.contain(`Signed in as ${subject}`);
      const panel = opened.one('agent-customer-panel');
      const link = opened.one('dd a');
      expect([link.getAttribute('href'), getComputedStyle(link.querySelector('bdi') as Element).direction]).to.deep.equal([`mailto:${encodeURIComponent(email)}`, 'ltr']);
      expect(panel.scrollWidth).to.equal(panel.clientWidth);
      for (const fact of opened.all('dd')) expect(fact.scrollWidth, fact.textContent).to.be.at.most(fact.clientWidth);
      await opened.audit(panel);
      opened.authority.describe('v-1', { known: { subject, email: null } });
      await opened.drawn();
      expect(opened.text).to.contain('Signed in as').and.not.to.contain('E-mail');
      document.documentElement.dir = '';
    });
  }

  it('come no more once the agent’s capacity is used up, which the status says until one ends', async () => {
    const opened = await openConsole();
    opened.authority.setPresence({ used: 3, capacity: 3 });
    await opened.drawn();
    expect(opened.text).to.contain('3 of 3: end one to get the next');
    expect(opened.button('Your status').title).to.equal('3 of 3: end one to get the next');
    for (const [change, help] of [
      [{ inCall: true }, 'No new conversations until it ends'],
      [{ inCall: false, status: 'away' }, 'No new conversations come to you'],
      [{ status: 'available', used: 2 }, 'New conversations come to you'],
    ] as const) {
      opened.authority.setPresence(change);
      await opened.drawn();
      expect(opened.button('Your status').title).to.equal(help);
      expect(opened.text).not.to.contain('of 3');
    }
  });

  it('make no link of an address that is no page’s', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    opened.authority.describe('v-1', { page: { url: 'javascript:alert(1)', title: 'Trap' } });
    await opened.drawn();
    await opened.select(id);
    expect(opened.text).to.contain('Trap');
    expect(opened.all('agent-customer-panel a, dd a')).to.have.length(0);
  });

  it('open what a customer sent, and the page they look at, in a tab that knows nothing of the console', async () => {
    const opened = await openConsole();
    const own = `${location.origin}/help`;
    const id = opened.authority.customerSays('v-1', `https://shop.example/kettles or ${own}`);
    opened.authority.describe('v-1', { page: { url: own, title: 'Help' } });
    await opened.drawn();
    await opened.select(id);
    const links = [...opened.all('.bubble a'), ...opened.all('dd a')] as HTMLAnchorElement[];
    expect(links.map((each) => each.href)).to.deep.equal(['https://shop.example/kettles', own, own]);
    for (const { href, target, relList } of links) {
      expect([target, relList.contains('noopener'), relList.contains('noreferrer')], href).to.deep.equal(['_blank', true, true]);
    }
  });

  it('can be walked by keys, which do nothing while somebody writes', async () => {
    const opened = await openConsole();
    const ids = [opened.authority.customerSays('v-1', 'One'), opened.authority.customerSays('v-2', 'Two')];
    await opened.drawn();
    const order = opened.rows.map((row) => row.dataset.conversation);
    expect([...order].sort()).to.deep.equal([...ids].sort());
    key(document.body, 'j');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(order[0]);
    key(document.body, 'r');
    const box = opened.button('Message');
    expect(opened.element.shadowRoot?.activeElement?.shadowRoot?.activeElement).to.equal(box);
    key(box, 'j');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(order[0]);
    key(box, 'Escape');
    key(document.body, 'j');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(order[1]);
  });

  for (const role of ['agent', 'supervisor'] as const) {
    for (const language of ['en', 'ja']) {
      it(`name the customer whole above the commands, however narrow the console, to the ${role} who takes them, in ${language}`, async () => {
        const opened = await openConsole({ role, language });
        const id = opened.authority.customerSays('v-1', 'Hello', { waiting: true });
        opened.authority.describe('v-1', { name: 'Misaki' });
        await opened.drawn();
        await opened.press(language === 'en' ? 'Queue 1' : '待ち 1');
        await opened.select(id);
        const take = opened.button(language === 'en' ? 'Take this conversation' : 'この会話を担当する');
        for (const width of [375, 390, 640, 641, 768, 900, 901, 1_100, 1_101, 1_280]) {
          opened.element.style.inlineSize = `${String(width)}px`;
          await opened.painted();
          const name = opened.one('agent-conversation-header').shadowRoot?.querySelector('h2');
          if (!name) throw new Error('nobody is named');
          expect(name.scrollWidth, `the name at ${String(width)}`).to.be.at.most(name.clientWidth);
          expect(take.offsetHeight, `one line at ${String(width)}`).to.equal(36);
          const words = [...take.querySelectorAll('span')].filter((each) => each.offsetWidth > 1).map((each) => each.textContent);
          expect(words, `words at ${String(width)}`).to.have.length(1);
          expect(take.title).to.contain(words[0]);
          expect(opened.named(language === 'en' ? 'End conversation' : '会話を終了')).to.have.length(1);
        }
      });
    }
  }

  it('that wait are walked one after the other, the longest wait first, and around', async () => {
    const opened = await openConsole();
    const ids: string[] = [];
    for (const customer of ['v-1', 'v-2', 'v-3']) {
      ids.push(opened.authority.customerSays(customer, 'Anybody?', { waiting: customer !== 'v-2' }));
      await opened.advance(1_000);
    }
    const walked: (string | null)[] = [];
    for (let press = 0; press < 4; press++) {
      key(document.body, 'n');
      await opened.drawn();
      walked.push(opened.desk.snapshot.selected);
    }
    expect(walked).to.deep.equal([...ids, ids[0]]);
    opened.authority.customer('v-1').end(ids[0] ?? '');
    await opened.drawn();
    key(document.body, 'n');
    expect(opened.desk.snapshot.selected).to.equal(ids[1]);
  });

  it('that wait are walked past those who left, while anybody else waits on the page', async () => {
    const opened = await openConsole();
    const [left, gone, here, there] = ['v-1', 'v-2', 'v-3', 'v-4'].map((customer) => opened.authority.customerSays(customer, 'Anybody?', { waiting: true }));
    for (const customer of ['v-1', 'v-2']) opened.authority.describe(customer, { online: false });
    await opened.drawn();
    const walk = async (presses: number): Promise<readonly (string | null)[]> => {
      const walked: (string | null)[] = [];
      for (let press = 0; press < presses; press++) {
        key(document.body, 'n');
        await opened.drawn();
        walked.push(opened.desk.snapshot.selected);
      }
      return walked;
    };
    expect(await walk(3)).to.deep.equal([here, there, here]);
    for (const customer of ['v-3', 'v-4']) opened.authority.customer(customer).end(`${customer}-1`);
    await opened.drawn();
    expect(await walk(3)).to.deep.equal([left, gone, left]);
  });

  it('are shown by key where the list’s filter hides them, and leave the filter as it was', async () => {
    const opened = await openConsole();
    const hidden = [opened.authority.customerSays('v-1', 'One', { waiting: true }), opened.authority.customerSays('v-2', 'Two', { waiting: true })];
    await opened.advance(1_000);
    const mine = opened.authority.customerSays('v-3', 'Mine');
    await opened.drawn();
    const filter = (): string => opened.all('.filter[aria-pressed=true]').map(spoken).join();
    const walked: string[] = [];
    for (let press = 0; press < 3; press++) {
      key(document.body, 'n');
      await opened.drawn();
      walked.push(filter());
      expect(opened.row(opened.desk.snapshot.selected ?? '').ariaCurrent).to.equal('true');
    }
    expect(walked).to.deep.equal(['All 3', 'All 3', 'Mine 1']);
    key(document.body, 'n');
    await opened.drawn();
    expect(filter()).to.equal('All 3');
    // Chosen by hand among all, it stays in sight; of the agent's own, the filter shows it.
    await opened.select(hidden[1] ?? '');
    expect(filter()).to.equal('All 3');
    await opened.press('Queue 2');
    expect(filter()).to.equal('Queue 2');
    key(document.body, 'n');
    await opened.drawn();
    expect([filter(), opened.desk.snapshot.selected]).to.deep.equal(['All 3', mine]);
  });

  for (const [how, take] of [
    ['pointer', (opened: OpenedConsole) => opened.press('Take this conversation')],
    ['Enter', (opened: OpenedConsole) => (opened.button('Take this conversation').focus(), opened.press('Take this conversation'))],
    ['key', () => key(document.body, 't')],
    [
      'the menu',
      async (opened: OpenedConsole) => {
        key(document.body, '.');
        await opened.drawn();
        const [command] = opened.all('[role=menuitem]').filter((each) => spoken(each) === 'Take this conversation');
        command?.click();
      },
    ],
  ] as const) {
    it(`are taken by ${how}, with the next key press in the text box`, async () => {
      const opened = await openConsole();
      const id = opened.authority.customerSays('v-1', 'Hello', { waiting: true });
      await opened.drawn();
      key(document.body, 'n');
      await opened.drawn();
      await take(opened);
      await opened.drawn();
      expect(opened.authority.conversation(id).agent?.id).to.equal('agent-1');
      expect(focused()?.localName).to.equal('textarea');
    });
  }

  it('leave the focus in the list of colleagues’ place where they were given to somebody else at the second try', async () => {
    const opened = await openConsole({ role: 'supervisor', colleagues: [{ id: 'agent-2', name: 'Ren Ito' }] });
    opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select('v-1-1');
    opened.authority.refusal = new TransportError('INTERNAL', { permanent: false });
    await opened.press('Assign');
    await opened.press('Ren Ito');
    opened.authority.refusal = null;
    opened.button('Try again').focus();
    await opened.press('Try again');
    expect(focused()?.localName).not.to.equal('body');
  });

  it('are filtered by key, and a supervisor’s assigned', async () => {
    const opened = await openConsole({ role: 'supervisor', colleagues: [{ id: 'agent-2', name: 'Ren Ito' }] });
    opened.authority.customerSays('v-1', 'Hello');
    opened.authority.customerSays('v-2', 'Waiting', { waiting: true });
    await opened.drawn();
    const filters: string[] = [];
    for (const digit of ['1', '2', '3']) {
      key(document.body, digit);
      await opened.drawn();
      filters.push(opened.all('.filter[aria-pressed=true]').map(spoken).join());
    }
    expect(filters).to.deep.equal(['Queue 1', 'Mine 1', 'All 2']);
    await opened.select('v-1-1');
    key(document.body, 'A', { shiftKey: true });
    await opened.drawn();
    expect(spoken(focused() as Element)).to.equal('Ren Ito');
  });

  it('are filtered by key on a phone too, where the list comes to sight and to the keyboard', async () => {
    const opened = await openConsole({}, { width: 375, height: 720 });
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    expect(opened.named('Conversations')).to.have.length(0);
    key(document.body, '2');
    await opened.drawn();
    expect(focused() === opened.row(id)).to.equal(true);
  });

  it('are kept by a key while their end can be undone, also from another one', async () => {
    const opened = await openConsole();
    const [one, two] = [opened.authority.customerSays('v-1', 'One'), opened.authority.customerSays('v-2', 'Two')];
    await opened.drawn();
    await opened.select(one);
    key(opened.button('Message'), 'u');
    key(document.body, 'X', { shiftKey: true });
    await opened.select(two);
    key(opened.button('Message'), 'u');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(two);
    key(document.body, 'u');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(one);
    await opened.advance(5_000);
    expect(opened.authority.conversation(one).state).to.equal('assigned');
  });

  it('show their keys on "?"; they can be switched off in the settings', async () => {
    const opened = await openConsole();
    key(document.body, '?', { shiftKey: true });
    await opened.drawn();
    expect(opened.text).to.contain('Next conversation').and.to.contain('Single keys do nothing while you write');
    await opened.press('Close');
    await opened.press('Settings');
    await opened.press('Single-key commands');
    await opened.press('Close');
    key(document.body, '?', { shiftKey: true });
    await opened.drawn();
    expect(opened.text).not.to.contain('Next conversation');
  });
});

describe('A console that was loaded again', () => {
  it('shows the conversation that it showed before', async () => {
    const tab = new FakeKeyValue();
    const before = await openConsole({ environment: new FakeEnvironment({ now: NOON, tab }) });
    before.authority.customerSays('v-1', 'One');
    const id = before.authority.customerSays('v-2', 'Two');
    await before.drawn();
    await before.select(id);
    before.element.remove();
    const after = new OpenedConsole({ environment: new FakeEnvironment({ now: NOON, tab }) });
    after.authority.customerSays('v-1', 'One');
    after.authority.customerSays('v-2', 'Two');
    await after.open({ width: 1_280, height: 800 });
    expect(after.desk.snapshot.selected).to.equal(id);
    expect(after.named('Message')).to.have.length(1);
  });

  it('shows the part of the list that it showed before', async () => {
    const tab = new FakeKeyValue();
    const before = await openConsole({ environment: new FakeEnvironment({ now: NOON, tab }) });
    await before.press('Queue');
    before.element.remove();
    const after = await openConsole({ environment: new FakeEnvironment({ now: NOON, tab }) });
    expect(after.all('.filter[aria-pressed=true]').map(spoken)).to.deep.equal(['Queue']);
  });

  /** A console that showed the first customer's conversation, which the hello does not list. */
  const withoutTheirs = async (): Promise<OpenedConsole> => {
    const tab = new FakeKeyValue();
    tab.set('selected', 'v-1-1');
    const opened = await openConsole({ environment: new FakeEnvironment({ now: NOON, tab }) });
    opened.authority.customerSays('v-2', 'Hello');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal(null);
    return opened;
  };

  it('shows it, too, where a long list tells of it a moment after the hello', async () => {
    const opened = await withoutTheirs();
    opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    expect(opened.desk.snapshot.selected).to.equal('v-1-1');
  });

  it('opens nothing by itself later on, nor beside what was opened by then', async () => {
    const late = await withoutTheirs();
    await late.advance(5_000);
    late.authority.customerSays('v-1', 'Hello');
    await late.drawn();
    expect(late.desk.snapshot.selected).to.equal(null);
    late.element.remove();
    const chosen = await withoutTheirs();
    await chosen.select('v-2-1');
    chosen.authority.customerSays('v-1', 'Hello');
    await chosen.drawn();
    expect(chosen.desk.snapshot.selected).to.equal('v-2-1');
  });
});

/** Where the first letter of some words stands. */
function letterOf(box: Element, words: string): DOMRect {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const from = text.nodeValue?.indexOf(words) ?? -1;
    if (from >= 0) range.setStart(text, from);
    if (from >= 0) range.setEnd(text, from + 1);
  }
  return range.getBoundingClientRect();
}
