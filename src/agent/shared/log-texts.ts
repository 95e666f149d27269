import { en } from '../../locales/en.ts';
import type { ChatTexts } from '../../locales/en.ts';
import { ja } from '../../locales/ja.ts';
import { en as rareEnglish } from '../../locales/rare/en.ts';
import type { RareTexts } from '../../locales/rare/en.ts';
import { ja as rareJapanese } from '../../locales/rare/ja.ts';
import type { Customer } from '../../protocol/conversation.ts';
import { callLine } from './call-words.ts';
import type { Words } from './words.ts';

export type LogTexts = ChatTexts & RareTexts;

/** The texts of the widget's transcript and composer, from the agent's side of one customer's conversation. */
export function logTexts(words: Words, customer: Customer): LogTexts {
  const { say } = words;
  const name = words.nameOf(customer);
  return {
    ...(words.language === 'ja' ? { ...ja, ...rareJapanese } : { ...en, ...rareEnglish }),
    log: say('conversation.log'),
    message: say('conversation.message'),
    send: say('conversation.send'),
    placeholder: say('conversation.placeholder', { name }),
    support: name,
    you: say('log.you'),
    typing: (who) => say('log.typing', { name: who }),
    joined: (who) => say('log.assigned', { name: who }),
    erased: say('log.erased'),
    unsupported: say('log.unsupported'),
    call: (media, reason, duration) => callLine({ media, reason, duration }, words),
  };
}
