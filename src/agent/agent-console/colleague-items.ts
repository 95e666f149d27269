import type { AgentConversation } from '../../protocol/conversation.ts';
import type { DeskSnapshot } from '../../session/desk/desk.ts';
import type { Words } from '../shared/words.ts';
import type { MenuItem } from './menu.ts';

/** To whom a supervisor can assign a conversation, with how busy they are. */
export function colleagueItems(conversation: AgentConversation, { agents, me }: DeskSnapshot, { say }: Words): readonly MenuItem[] {
  return agents
    .filter((each) => each.online)
    .map((each): MenuItem => {
      const here = each.id === conversation.agent?.id;
      const load = say('conversation.assignLoad', { used: each.used, capacity: each.capacity });
      const state = say(each.inCall ? 'status.inCall' : `status.${each.status}`);
      return {
        id: each.id,
        label: each.id === me?.id ? say('conversation.assignSelf', { name: each.name }) : each.name,
        help: `${state} · ${load}`,
        icon: here ? 'check' : 'person',
        disabled: here,
      };
    });
}
