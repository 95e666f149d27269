import { expect } from 'chai';
import { Words } from '../../../src/agent/shared/words.ts';
import { ja } from '../../../src/locales/agent/ja.ts';
import { ja as customersJapanese } from '../../../src/locales/ja.ts';

describe('The console’s words', () => {
  it('speak the reader’s language, and English where there are none in it', () => {
    expect(new Words('ja-JP').say('conversation.send')).to.equal('送信');
    expect(new Words('en-GB').say('conversation.send')).to.equal('Send');
    expect(new Words('fr').say('conversation.send')).to.equal('Send');
  });

  it('call a visitor without a name by their code', () => {
    const words = new Words('en');
    expect(words.nameOf({ name: null, code: '7F2K' })).to.equal('Visitor 7F2K');
    expect(words.nameOf({ name: 'Misaki', code: '7F2K' })).to.equal('Misaki');
  });

  it('write a timer and a duration', () => {
    const words = new Words('en');
    expect(words.timer(7_999)).to.equal('0:07');
    expect(words.timer(3_753_000)).to.equal('1:02:33');
    expect(words.duration(192_000)).to.equal('3 min 12 sec');
    expect(words.duration(192_000, 'coarse')).to.equal('3 min');
    expect(words.duration(0)).to.equal('0 sec');
    expect(new Words('ja').duration(192_000)).to.equal('3分12秒');
  });

  it('know how far ahead a zone is, and say nothing of one that does not exist', () => {
    const words = new Words('en');
    const now = Date.UTC(2026, 0, 15);
    const [tokyo, kolkata] = [words.hoursAhead('Asia/Tokyo', now), words.hoursAhead('Asia/Kolkata', now)];
    expect((tokyo ?? 0) - (kolkata ?? 0)).to.equal(3.5);
    expect(words.hoursAhead('Nowhere/City', now)).to.equal(null);
    expect(words.clock(now, 'Nowhere/City')).to.equal(words.clock(now));
  });

  it('calls nobody by the bare name in Japanese, but where a label stands for the person', () => {
    const labels = ['conversation.assignSelf', 'erase.message'];
    const bare = Object.entries(ja).filter(([key, text]) => text.replaceAll('{name}さん', '').includes('{name}') && !labels.includes(key));
    expect(bare).to.deep.equal([]);
    expect(customersJapanese.joined('Mika Sato')).to.equal('Mika Satoさんが担当します');
  });
});
