import { expect } from 'chai';
import { openConsole } from '../opened-console.ts';

describe('What is new', () => {
  const title = document.title;
  const hasFocus = document.hasFocus.bind(document);
  const look = (looking: boolean): void => {
    document.hasFocus = () => looking;
    if (looking) window.dispatchEvent(new Event('focus'));
  };

  beforeEach(() => {
    document.title = 'Support desk';
  });

  afterEach(() => {
    document.title = title;
    document.hasFocus = hasFocus;
  });

  it('shows in the page’s title while nobody looks, and goes when somebody does', async () => {
    const opened = await openConsole();
    opened.element.pageTitle = true;
    await opened.drawn();
    look(false);
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    expect(document.title).to.equal('(1) New conversation: Visitor 7F2K');
    look(true);
    expect(document.title).to.equal('(1) Support desk');
    await opened.select('v-7f2k-1');
    await opened.advance(1_000);
    expect(document.title).to.equal('Support desk');
  });

  it('leaves the title alone where the page did not give it away', async () => {
    const opened = await openConsole();
    look(false);
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    expect(document.title).to.equal('Support desk');
  });

  it('gives the title back when the console leaves', async () => {
    const opened = await openConsole();
    opened.element.pageTitle = true;
    look(false);
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    opened.element.remove();
    expect(document.title).to.equal('Support desk');
  });

  it('is read out beside the page, and gone again after a moment', async () => {
    const opened = await openConsole();
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    const region = opened.one('.console > [role=status]');
    expect(region.textContent).to.contain('New conversation: Visitor 7F2K');
    await opened.advance(5_000);
    expect(region.textContent).to.equal('');
  });
});
