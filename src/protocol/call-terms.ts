import * as v from 'valibot';

/** The terms in which a conversation's log describes a call. A page that only shows the log needs nothing else about calls. */

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
