import type { Entry } from '../../protocol/entry.ts';
import { isPart, textOf } from '../../protocol/entry.ts';
import { callLine } from './call-words.ts';
import type { Words } from './words.ts';

/** An entry in one line, without who wrote it. */
export function entryLine(entry: Entry, words: Words): string {
  if (entry.kind === 'erased') return words.say('log.erased');
  const [part] = entry.parts;
  if (entry.kind === 'message') return textOf(entry.parts).replaceAll(/\s+/g, ' ') || words.say('log.unsupported');
  if (isPart(part, 'call')) return callLine(part, words);
  if (isPart(part, 'assigned')) return words.say('log.assigned', { name: part.agent.name });
  if (isPart(part, 'ended')) return endedLine(entry, words, null);
  return words.say('log.unsupported');
}

/** Who ended a conversation, to the agent `me`. */
export function endedLine({ author, parts: [part] }: Entry, words: Words, me: string | null): string {
  if (!isPart(part, 'ended')) return words.say('log.unsupported');
  if (part.by !== 'agent') return words.say(`log.endedBy.${part.by}`);
  if (author.id === me) return words.say('log.endedBy.you');
  return author.name ? words.say('log.endedBy.colleague', { name: author.name }) : words.say('log.endedBy.agent');
}
