import { expect } from 'chai';
import { endedLine } from '../../../src/agent/shared/entry-words.ts';
import { Words } from '../../../src/agent/shared/words.ts';
import type { Author, Entry } from '../../../src/protocol/entry.ts';

const end = (author: Author): Entry => ({ id: 'e-1', seq: 2, kind: 'ended', author, at: '2026-05-12T03:00:00.000Z', parts: [{ type: 'ended', by: author.role }] });

describe('The end of a conversation, in words', () => {
  const cases = [
    [{ id: 'v-1', role: 'customer' }, 'The customer ended the conversation', 'お客様が会話を終了しました'],
    [{ id: 'agent-1', role: 'agent', name: 'Aoi' }, 'You ended the conversation', '会話を終了しました'],
    [{ id: 'agent-2', role: 'agent', name: 'Ren Ito' }, 'Ren Ito ended the conversation', 'Ren Itoさんが会話を終了しました'],
    [{ id: 'agent-2', role: 'agent' }, 'The conversation was ended', '会話が終了しました'],
    [{ id: 'system', role: 'system' }, 'The conversation ended by itself', '会話が自動で終了しました'],
  ] as const;
  for (const [author, english, japanese] of cases) {
    it(`says who brought it about: ${english}`, () => {
      const said = ['en', 'ja'].map((language) => endedLine(end(author), new Words(language), 'agent-1'));
      expect(said).to.deep.equal([english, japanese]);
    });
  }
});
