import { expect } from 'chai';
import { html, render } from 'lit';
import { Comparison } from '../../../src/agent/agent-console/comparison.ts';
import { Words } from '../../../src/agent/shared/words.ts';
import { loadComparedWords } from '../../../src/locales/call/words/load.ts';
import type { RoomSnapshot } from '../../../src/session/contracts/media-backend.ts';
import { FakeCall } from '../../fakes/fake-call.ts';

const lists: Readonly<Record<string, readonly string[]>> = { en: ['apple', 'bread'], ja: ['りんご', 'パン'] };

const room: RoomSnapshot = {
  state: 'connected',
  playback: 'allowed',
  devices: { microphone: null, camera: null, speaker: null },
  participants: [],
  words: [1, 0],
};

/** The lists come once a test lets them. */
function compared() {
  const asked: { readonly language: string; readonly come: () => void; readonly fail: () => void }[] = [];
  const comparison = new Comparison({
    load: (language) =>
      new Promise((resolve, reject) => {
        asked.push({ language, come: () => resolve(lists[language] ?? []), fail: () => reject(new TypeError('Failed to fetch')) });
      }),
    loaded: () => undefined,
  });
  const { snapshot } = new FakeCall({ record: { id: 'call-1' } as never, room });
  const place = document.createElement('div');
  const draw = (language = 'en'): string => {
    render(html`${comparison.draw(snapshot, new Words(language))}`, place);
    return place.textContent;
  };
  const comes = async (nth: number): Promise<void> => {
    asked[nth]?.come();
    await settled();
  };
  return { asked, comes, draw };
}

/** What was let come has come, or failed. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('The words that agent and customer compare', () => {
  it('are asked for once, and shown as soon as they are there', async () => {
    const { asked, comes, draw } = compared();
    expect(draw() + draw()).to.equal('');
    await comes(0);
    expect(draw()).to.contain('bread · apple');
    expect(asked).to.have.length(1);
  });

  it('are asked for again with the next drawing where they did not come, and nothing is left unhandled', async () => {
    const { asked, comes, draw } = compared();
    const unhandled: PromiseRejectionEvent[] = [];
    const note = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      unhandled.push(event);
    };
    window.addEventListener('unhandledrejection', note);
    draw();
    asked[0]?.fail();
    await settled();
    window.removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(draw()).to.equal('');
    await comes(1);
    expect(draw()).to.contain('bread · apple');
  });

  it('change with the language', async () => {
    const { asked, comes, draw } = compared();
    draw();
    await comes(0);
    draw('ja');
    await comes(1);
    expect(draw('ja')).to.contain('パン · りんご');
    expect(asked.map(({ language }) => language)).to.deep.equal(['en', 'ja']);
  });

  it('are those of the language that is chosen while others come', async () => {
    const { comes, draw } = compared();
    draw('en');
    draw('ja');
    await comes(0);
    draw('ja');
    await comes(1);
    expect(draw('ja')).to.contain('パン · りんご');
  });
});

describe('the words that two people read to each other', () => {
  /** How those are read that another might be read like. */
  const read: Readonly<Record<string, readonly string[]>> = {
    鼻: ['はな'],
    花: ['はな'],
    雲: ['くも'],
    巣: ['す'],
    酢: ['す'],
    金: ['きん', 'かね'],
    鐘: ['かね', 'しょう'],
    綿: ['わた', 'めん'],
    橋: ['はし'],
    紙: ['かみ'],
    塔: ['とう'],
    城: ['しろ'],
    網: ['あみ'],
    扇: ['おうぎ'],
  };

  for (const language of ['en', 'ja']) {
    it(`are 256 that sound different, in "${language}"`, async () => {
      const list = await loadComparedWords(language);
      expect(list).to.have.length(256);
      const sounds = list.flatMap((word) => read[word] ?? [word]);
      expect(sounds.filter((sound, index) => sounds.indexOf(sound) !== index)).to.deep.equal([]);
    });
  }
});
