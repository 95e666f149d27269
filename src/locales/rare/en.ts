import type { EndReason, Media } from '../../protocol/call-record.ts';

const minutes = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  const rest = `${seconds % 60} s`;
  return seconds < 60 ? rest : `${Math.floor(seconds / 60)} min ${rest}`;
};

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);

/** What an ordinary conversation does not say, in English: loaded when it is to be said. */
export const en = {
  notSent: 'Not sent',
  tooMany: 'Not sent: too many messages at once',
  tooLong: 'Not sent: too long',
  retry: 'Try again',
  discard: 'Delete',
  earlier: 'Earlier messages',
  earlierFailed: 'Earlier messages could not be loaded.',
  latest: 'Latest messages',
  fresh: (count: number): string => `${count} new`,
  left: (count: number): string => `${characters(count)} left`,
  over: (count: number): string => `${characters(count)} too many`,
  placeholderAfterEnd: 'Write to start a new conversation…',
  refused: 'The chat is not available on this page.',
  ended: 'The conversation has ended',
  erased: 'This message was deleted',
  unsupported: 'This message cannot be shown here. Reload the page to see it.',
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
export type RareTexts = Widened<typeof en>;
