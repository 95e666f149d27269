import { en } from '../../locales/en.ts';
import type { ChatTexts } from '../../locales/en.ts';
import { ja } from '../../locales/ja.ts';
import type { Customer } from '../../protocol/conversation.ts';
import { callLine } from './call-words.ts';
import type { Words } from './words.ts';

/** The widget's transcript and composer speak these; here from the agent's side of one customer's conversation. */
export function logTexts(words: Words, customer: Customer): ChatTexts {
  const { say } = words;
  const name = words.nameOf(customer);
  return {
    ...(words.language === 'ja' ? ja : en),
    log: say('conversation.log'),
    message: say('conversation.message'),
    send: say('conversation.send'),
    placeholder: say('conversation.placeholder', { name }),
    support: name,
    you: say('log.you'),
    typing: (who) => say('log.typing', { name: who }),
    joined: (who) => say('log.assigned', { name: who }),
    ended: say('log.endedBy.agent'),
    erased: say('log.erased'),
    unsupported: say('log.unsupported'),
    call: (media, reason, duration) => callLine({ media, reason, duration }, words),
  };
}
