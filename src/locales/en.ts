/** English, carried by every chat. Any other language has the same keys (`ChatTexts`). */
export const en = {
  dialog: 'Chat',
  log: 'Conversation',
  message: 'Message',
  placeholder: 'Write a message…',
  send: 'Send',
  minimise: 'Minimize',
  menu: 'Menu',
  you: 'You',
  support: 'Support',
  online: 'Here now',
  away: 'Away: leave a message',
  answersIn: (minutes: number): string => (minutes <= 1 ? 'Usually answers within a minute' : minutes < 60 ? `Usually answers in ${minutes} min` : 'Usually answers within a few hours'),
  typing: (name: string): string => `${name} is typing`,
  connecting: 'Connecting…',
  offline: 'No connection. What you write is sent as soon as it is back.',
  emptyTitle: 'How can we help?',
  emptyStaffed: 'Write to us here. Somebody is there.',
  emptyAway: 'Write to us here. We answer as soon as we are back.',
  sending: 'Sending',
  seen: 'Seen',
  unread: (count: number): string => (count === 1 ? '1 new message' : `${count} new messages`),
  joined: (name: string): string => `${name} is here`,
  rings: (name: string): string => `${name} is calling`,
};

type Widened<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] };
export type ChatTexts = Widened<typeof en>;
