import type { Call } from '../../session/call/call.ts';
import type { Desk } from '../../session/desk/desk.ts';
import type { ShortcutName } from '../shared/shortcuts.ts';
import type { AgentCallNotices } from './call-notices.ts';
import type { AgentCallWindow } from './call-window.ts';
import type { AgentConversationHeader } from './conversation-header.ts';
import type { AgentConversationList, ListFilter } from './conversation-list.ts';
import type { AgentConversationView } from './conversation.ts';
import { nextWaiting, runningCall } from './desk-conversations.ts';
import type { AgentEraseDialog } from './erase-dialog.ts';
import type { Endings } from './endings.ts';
import type { AgentKeysDialog } from './keys-dialog.ts';
import type { AgentSettingsDialog } from './settings-dialog.ts';
import type { AgentSignOutDialog } from './sign-out-dialog.ts';
import type { AgentStatusBar } from './status-bar.ts';

/** The column that the narrow layout shows. */
export type Column = 'list' | 'conversation' | 'customer';

/** What the console is made of, by tag. */
export interface Parts {
  'agent-call-notices': AgentCallNotices;
  'agent-call-window': AgentCallWindow;
  'agent-conversation': AgentConversationView;
  'agent-conversation-header': AgentConversationHeader;
  'agent-conversation-list': AgentConversationList;
  'agent-erase-dialog': AgentEraseDialog;
  'agent-keys-dialog': AgentKeysDialog;
  'agent-settings-dialog': AgentSettingsDialog;
  'agent-sign-out-dialog': AgentSignOutDialog;
  'agent-status-bar': AgentStatusBar;
}

export interface Commanded {
  readonly desk: () => Desk | null;
  readonly endings: () => Endings | null;
  readonly part: <Tag extends keyof Parts>(tag: Tag) => Parts[Tag] | null;
  readonly column: () => Column;
  readonly show: (column: Column) => void;
  /** Resolves once changes are rendered. */
  readonly updated: () => Promise<unknown>;
}

/** What each key command does. */
export function consoleCommands({ desk, endings, part, column, show, updated }: Commanded): Readonly<Record<ShortcutName, () => void>> {
  const header = (): AgentConversationHeader | null => part('agent-conversation-header');
  /** The running call, whichever conversation is open. */
  const call = (): Call | null => {
    const open = desk();
    return (open && runningCall(open)?.session.call) ?? null;
  };
  /** By key: shows it without focusing its text box, so that keys stay commands. */
  const open = (conversation: string): void => {
    desk()?.select(conversation);
    show('conversation');
    void updated().then(() => part('agent-conversation-list')?.reveal(conversation));
  };
  const step = (by: 1 | -1): void => {
    const shown = part('agent-conversation-list')?.shown ?? [];
    const at = shown.findIndex((each) => each.id === desk()?.snapshot.selected);
    const next = at < 0 ? shown[by > 0 ? 0 : shown.length - 1] : shown[at + by];
    if (next) open(next.id);
  };
  const list = (filter: ListFilter): void => {
    const shown = part('agent-conversation-list');
    const wasHidden = shown?.checkVisibility() === false;
    shown?.choose(filter);
    show('list');
    if (wasHidden) void updated().then(() => shown.focusSelected());
  };
  return {
    next: () => step(1),
    previous: () => step(-1),
    'next-waiting': () => {
      const snapshot = desk()?.snapshot;
      const waiting = snapshot && nextWaiting(snapshot);
      if (waiting) open(waiting.id);
    },
    queue: () => list('queue'),
    mine: () => list('mine'),
    all: () => list('all'),
    details: () => show(column() === 'customer' ? 'conversation' : 'customer'),
    write: () => part('agent-conversation')?.write(),
    leave: () => part('agent-conversation')?.leave(),
    more: () => header()?.openMenu(),
    take: () => header()?.take(),
    assign: () => header()?.openAssignment(),
    voice: () => header()?.start('audio'),
    video: () => header()?.start('video'),
    'end-conversation': () => header()?.end(),
    undo: () => {
      const undone = endings()?.undoLast(desk()?.snapshot.selected ?? null);
      if (undone) open(undone);
    },
    erase: () => part('agent-conversation')?.erase(),
    'erase-all': () => header()?.eraseAll(),
    mute: () => part('agent-call-window')?.toggleMicrophone(),
    camera: () => part('agent-call-window')?.toggleCamera(),
    'end-call': () => void call()?.end(),
    'call-again': () => part('agent-call-notices')?.callAgain(),
    status: () => void part('agent-status-bar')?.toggle(),
    settings: () => part('agent-settings-dialog')?.show(),
    keys: () => part('agent-keys-dialog')?.show(),
  };
}
