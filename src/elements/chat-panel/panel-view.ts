import type { ChatSnapshot } from '../../session/chat/chat.ts';

/** What the panel itself shows of a chat: while none of it changes, a message is the transcript's affair and no template is drawn. */
export interface PanelView extends Pick<ChatSnapshot, 'site' | 'earlier' | 'draft'> {
  /** Tries to come back are no news: between them it is as gone as before. */
  readonly connection: ChatSnapshot['connection']['is'];
  /** Who answers; nobody any more once it ended. */
  readonly agent: string | undefined;
  readonly ended: boolean;
  readonly typing: boolean;
  /** Nothing was said yet, nor is on its way. */
  readonly empty: boolean;
}

export function viewOf({ connection: { is }, site, conversation, typing, earlier, entries, outbox, draft }: ChatSnapshot): PanelView {
  const ended = conversation?.state === 'ended';
  return {
    connection: is === 'connecting' && site ? 'offline' : is,
    site,
    agent: ended ? undefined : conversation?.agent?.name,
    ended,
    typing: typing.length > 0,
    earlier,
    empty: !conversation && entries.length + outbox.length === 0,
    draft,
  };
}
