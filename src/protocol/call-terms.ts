import * as v from 'valibot';

/** What a conversation's log says of a call. A page that shows the log needs no more of calls than this. */

export const mediaNames = ['audio', 'video'] as const;
/** `video` means audio and video. */
export const media = v.picklist([...mediaNames]);

/** Who did something. */
export const role = v.picklist(['customer', 'agent', 'system']);

/** Why a call is over. */
export const endReason = v.picklist([
  'hung-up',
  'declined',
  'cancelled',
  'no-answer',
  'permission-refused',
  'permission-timeout',
  'media-failed',
  'lost',
  'left',
  'conversation-ended',
]);
