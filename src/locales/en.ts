import type { EndReason, Media } from '../protocol/call-record.ts';

const minutes = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  const rest = `${seconds % 60} s`;
  return seconds < 60 ? rest : `${Math.floor(seconds / 60)} min ${rest}`;
};

/** English, carried by every chat. Any other language has the same keys (`ChatTexts`). */
export const en = {
  dialog: 'Chat',
  log: 'Conversation',
  message: 'Message',
  placeholder: 'Write a message…',
  placeholderAfterEnd: 'Write to start a new conversation…',
  send: 'Send',
  minimise: 'Minimize',
  menu: 'More',
  you: 'You',
  support: 'Support',
  online: 'Here now',
  away: 'Away: leave a message',
  answersIn: (minutes: number): string => (minutes <= 1 ? 'Usually answers within a minute' : minutes < 60 ? `Usually answers in ${minutes} min` : 'Usually answers within a few hours'),
  typing: (name: string): string => `${name} is typing`,
  connecting: 'Connecting…',
  offline: 'No connection. What you write is sent as soon as it is back.',
  refused: 'The chat is not available on this page.',
  emptyTitle: 'How can we help?',
  emptyStaffed: 'Write to us here. Somebody is there.',
  emptyAway: 'Write to us here. We answer as soon as we are back.',
  sending: 'Sending',
  seen: 'Seen',
  notSent: 'Not sent',
  tooMany: 'Not sent: too many messages at once',
  tooLong: 'Not sent: too long',
  retry: 'Try again',
  discard: 'Delete',
  earlier: 'Earlier messages',
  earlierFailed: 'Earlier messages could not be loaded.',
  unread: (count: number): string => (count === 1 ? '1 new message' : `${count} new messages`),
  latest: 'Latest messages',
  fresh: (count: number): string => `${count} new`,
  left: (count: number): string => `${count} characters left`,
  over: (count: number): string => `${count} characters too many`,
  joined: (name: string): string => `${name} is here`,
  ended: 'The conversation has ended',
  erased: 'This message was deleted',
  unsupported: 'This message cannot be shown here. Reload the page to see it.',
  rings: (name: string): string => `${name} is calling`,
  call: (media: Media, reason: EndReason, duration: number): string => {
    const kind = media === 'video' ? 'Video call' : 'Voice call';
    if (duration > 0) return `${kind} · ${minutes(duration)}`;
    switch (reason) {
      case 'no-answer':
        return `Missed ${kind.toLowerCase()}`;
      case 'declined':
        return `${kind} declined`;
      case 'permission-refused':
      case 'permission-timeout':
        return `${kind}: no access to the microphone`;
      case 'media-failed':
      case 'lost':
        return `${kind} could not connect`;
      default:
        return `${kind} canceled`;
    }
  },
};

type Widened<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] };
export type ChatTexts = Widened<typeof en>;
