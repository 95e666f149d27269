import type { SupportSession } from '../../session/support-session.ts';
import type { ChatPanel } from '../chat-panel/chat-panel.ts';
import { css } from '../shared/css.ts';
import { adoptInto } from '../shared/session-element.ts';
import type { Shell } from './composition.ts';

const styles = css`
  span[part] {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-width: 14px;
    padding: 0 4px;
    border: 2px solid Canvas;
    border-radius: 13px;
    background: oklch(0.53 0.2 27);
    color: #fff;
    font: 600 12px/18px system-ui;
  }
  /* Drawn, not said: the launcher's name stays what it is, and its description has the number in words. */
  span[part]::after {
    content: attr(data-count);
  }
  span[data-count=''] {
    display: none;
  }
`;

/** Puts a panel into its widget, which repeats the panel's states and its unread count. What a page without a chat does not pay for. */
export function attachPanel(panel: ChatPanel, session: SupportSession, { widget, root, launcher, states, signal }: Shell): void {
  for (const child of [...widget.children]) {
    // A slot is forwarded only where it is filled: an empty one would hide the panel's own.
    if (child.slot && child.slot !== 'launcher') {
      const slot = document.createElement('slot');
      slot.name = slot.slot = child.slot;
      panel.append(slot);
    }
    Object.assign(child, { session });
  }
  adoptInto(root, styles);
  const badge = document.createElement('span');
  badge.part.add('badge');
  launcher.append(badge);
  panel.launcher = launcher;
  const repeat = (): void => {
    for (const name in panel.states) states[panel.states[name] ? 'add' : 'delete'](name);
    badge.dataset.count = `${panel.unread || ''}`;
    launcher.ariaDescription = panel.unreadWords;
  };
  panel.addEventListener('chat-changed', repeat, { signal });
  panel.addEventListener('chat-minimise', () => widget.close(), { signal });
  signal.addEventListener('abort', () => badge.remove());
  root.append(panel);
}
