import { sendMouse } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { OpenedConsole } from '../opened-console.ts';
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

  it('counts nobody in the title who has left the page', async () => {
    const opened = await openConsole();
    opened.element.pageTitle = true;
    look(true);
    opened.authority.customerSays('v-1', 'Hello');
    opened.authority.customerSays('v-2', 'Hello');
    await opened.drawn();
    expect(document.title).to.equal('(2) Support desk');
    opened.authority.describe('v-1', { online: false });
    await opened.drawn();
    expect(document.title).to.equal('(1) Support desk');
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

  describe('is heard', () => {
    const Original = window.AudioContext;
    /** In hertz, in the order in which they began. */
    let notes: number[] = [];

    beforeEach(async () => {
      notes = [];
      window.AudioContext = class extends Original {
        override createOscillator(): OscillatorNode {
          const tone = super.createOscillator();
          const start = tone.start.bind(tone);
          tone.start = (at) => {
            notes.push(Math.round(tone.frequency.value));
            start(at);
          };
          return tone;
        }
      };
      // Before a page was pressed, a browser lets nothing sound.
      await sendMouse({ type: 'click', position: [2, 2] });
    });

    afterEach(() => {
      window.AudioContext = Original;
    });

    /** A customer begins, and writes again when the first message is no longer part of that. */
    const writesTwice = async (opened: OpenedConsole): Promise<readonly (readonly number[])[]> => {
      const heard: (readonly number[])[] = [];
      for (const words of ['Hello', 'Anybody there?']) {
        opened.authority.customerSays('v-7f2k', words);
        await opened.drawn();
        heard.push(notes.splice(0));
        await opened.advance(2_000);
      }
      return heard;
    };

    it('as two notes for a conversation that comes, and as one for a message in it', async () => {
      const opened = await openConsole();
      look(false);
      expect(await writesTwice(opened)).to.deep.equal([[659, 880], [587]]);
    });

    it('not at all with the sounds turned off, and again once they are on', async () => {
      const opened = await openConsole();
      look(false);
      await opened.press('Settings');
      opened.button('Sounds').click();
      expect(await writesTwice(opened)).to.deep.equal([[], []]);
      opened.button('Sounds').click();
      opened.authority.customerSays('v-7f2k', 'Still nobody?');
      await opened.drawn();
      expect(notes).to.deep.equal([587]);
    });

    it('not for a message that is in view', async () => {
      const opened = await openConsole();
      look(true);
      opened.authority.customerSays('v-7f2k', 'Hello');
      await opened.drawn();
      await opened.select('v-7f2k-1');
      await opened.advance(2_000);
      notes = [];
      opened.authority.customerSays('v-7f2k', 'Anybody there?');
      await opened.advance(2_000);
      expect(notes).to.deep.equal([]);
    });
  });
});
