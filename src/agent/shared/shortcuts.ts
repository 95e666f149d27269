import type { AgentTextKey } from '../../locales/agent/en.ts';

export type ShortcutName =
  | 'next'
  | 'previous'
  | 'next-waiting'
  | 'queue'
  | 'mine'
  | 'all'
  | 'write'
  | 'leave'
  | 'details'
  | 'more'
  | 'take'
  | 'assign'
  | 'voice'
  | 'video'
  | 'end-conversation'
  | 'undo'
  | 'erase'
  | 'erase-all'
  | 'mute'
  | 'camera'
  | 'end-call'
  | 'call-again'
  | 'status'
  | 'settings'
  | 'keys';

export interface Shortcut {
  readonly name: ShortcutName;
  /** As `KeyboardEvent.key` says it, in lower case. */
  readonly key: string;
  readonly shift: boolean;
  readonly text: AgentTextKey;
  readonly group: 'move' | 'answer' | 'call' | 'desk';
  /** May be held down. */
  readonly repeats?: boolean;
  /** Does something for supervisors only. */
  readonly supervisor?: boolean;
}

/** Every command's key. What ends something, or rings again, needs Shift, so that it does not happen by accident. */
export const shortcuts: readonly Shortcut[] = [
  { name: 'next', key: 'j', shift: false, text: 'keys.next', group: 'move', repeats: true },
  { name: 'previous', key: 'k', shift: false, text: 'keys.previous', group: 'move', repeats: true },
  { name: 'next-waiting', key: 'n', shift: false, text: 'keys.nextWaiting', group: 'move' },
  { name: 'queue', key: '1', shift: false, text: 'keys.queue', group: 'move' },
  { name: 'mine', key: '2', shift: false, text: 'keys.mine', group: 'move' },
  { name: 'all', key: '3', shift: false, text: 'keys.all', group: 'move' },
  { name: 'details', key: 'i', shift: false, text: 'keys.details', group: 'move' },
  { name: 'write', key: 'r', shift: false, text: 'keys.write', group: 'answer' },
  { name: 'leave', key: 'escape', shift: false, text: 'keys.leave', group: 'answer' },
  { name: 'more', key: '.', shift: false, text: 'keys.more', group: 'answer' },
  { name: 'take', key: 't', shift: false, text: 'conversation.take', group: 'answer' },
  { name: 'assign', key: 'a', shift: true, text: 'conversation.assign', group: 'answer', supervisor: true },
  { name: 'end-conversation', key: 'x', shift: true, text: 'keys.endConversation', group: 'answer' },
  { name: 'undo', key: 'u', shift: false, text: 'keys.undo', group: 'answer' },
  { name: 'erase', key: 'd', shift: true, text: 'keys.erase', group: 'answer', supervisor: true },
  { name: 'erase-all', key: 'w', shift: true, text: 'keys.eraseAll', group: 'answer', supervisor: true },
  { name: 'voice', key: 'v', shift: false, text: 'keys.voice', group: 'call' },
  { name: 'video', key: 'v', shift: true, text: 'keys.video', group: 'call' },
  { name: 'mute', key: 'm', shift: false, text: 'keys.mute', group: 'call' },
  { name: 'camera', key: 'c', shift: false, text: 'keys.camera', group: 'call' },
  { name: 'end-call', key: 'e', shift: true, text: 'keys.endCall', group: 'call' },
  { name: 'call-again', key: 'c', shift: true, text: 'ended.callAgain', group: 'call' },
  { name: 'status', key: 'a', shift: false, text: 'keys.status', group: 'desk' },
  { name: 'settings', key: 's', shift: false, text: 'keys.settings', group: 'desk' },
  { name: 'keys', key: '?', shift: false, text: 'keys.menu', group: 'desk' },
];

/** How a key is written on the keyboard's caps. */
export function capsOf({ key, shift }: Pick<Shortcut, 'key' | 'shift'>): readonly string[] {
  const cap = key === 'escape' ? 'Esc' : key.toUpperCase();
  return shift ? ['Shift', cap] : [cap];
}

/** The command that a key press asks for; null while somebody types, an input method composes, or something else has a use for the key. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  // Key code 229 marks a key that an input method handles (UI Events, section 5.5.3); no other sign works in every browser.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (event.isComposing || event.keyCode === 229 || event.key === 'Process') return null;
  if (event.getModifierState('AltGraph')) return null;
  const key = event.key.toLowerCase();
  const shift = key.length === 1 && key.toUpperCase() !== key && event.shiftKey;
  const found = shortcuts.find((each) => each.key === key && each.shift === shift) ?? null;
  if (!found || (event.repeat && !found.repeats)) return null;
  // Escape works while somebody types; all others only while nobody does.
  return isTyping(event) === (found.name === 'leave') ? found : null;
}

const textless: ReadonlySet<string> = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** Whether the key's target takes text, across shadow roots. A select takes letters, too. */
function isTyping(event: Event): boolean {
  return event.composedPath().some((each) => {
    if (!(each instanceof HTMLElement)) return false;
    if (each instanceof HTMLInputElement) return !textless.has(each.type);
    if (each instanceof HTMLTextAreaElement || each instanceof HTMLSelectElement || each.isContentEditable) return true;
    return each.role === 'textbox' || each.role === 'menu' || each.role === 'listbox' || each.role === 'combobox';
  });
}
