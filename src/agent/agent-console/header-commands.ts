import type { AgentConversation } from '../../protocol/conversation.ts';
import type { DeskSnapshot } from '../../session/desk/desk.ts';
import { whyNoCall } from '../shared/call-reasons.ts';
import type { Words } from '../shared/words.ts';
import type { MenuItem } from './menu.ts';

/** What can be done with a conversation, beside what has a button of its own. */
export function headerCommands(conversation: AgentConversation, snapshot: DeskSnapshot, words: Words): readonly MenuItem[] {
  const { say } = words;
  const take: MenuItem = { id: 'take', label: say('conversation.take'), icon: 'check', key: 'T' };
  const details: MenuItem = { id: 'customer', label: say('conversation.customer'), icon: 'person', key: 'I' };
  const reason = whyNoCall(snapshot, conversation, words);
  const command = (media: 'audio' | 'video'): MenuItem => ({
    id: media,
    label: say(media === 'video' ? 'call.video' : 'call.voice'),
    icon: media === 'video' ? 'video' : 'phone',
    key: media === 'video' ? 'Shift V' : 'V',
    disabled: reason !== null,
    ...(reason === null ? {} : { help: reason }),
  });
  const calls = (['audio', 'video'] as const).filter((media) => allows(conversation, media)).map(command);
  const erasing: MenuItem = { id: 'erase-all', label: say('erase.all.command'), icon: 'erase', key: 'Shift W' };
  return [
    ...(conversation.state === 'waiting' ? [take] : []),
    ...(calls.length > 0 ? calls : [details]),
    ...(snapshot.me?.role === 'supervisor' ? [erasing] : []),
  ];
}

/** What the site lets its agents propose. */
export function allows(conversation: AgentConversation, media: 'audio' | 'video'): boolean {
  return conversation.calling === 'voice-and-video' || (conversation.calling === 'voice' && media === 'audio');
}
