/** The one version of the wire protocol that this code speaks. */
export const PROTOCOL = 'warmline.v1';

/** Longest text of one message, in UTF-16 code units. */
export const MAX_TEXT = 4_000;

/** Largest frame either side accepts, in bytes; beyond it the socket closes with 1009 (RFC 6455, section 7.4.1). */
export const MAX_FRAME_BYTES = 65_536;

/** Largest page of entries the server puts into one frame, in bytes of JSON; leaves room for the envelope. */
export const MAX_PAGE_BYTES = 49_152;

/** Most entries in one page. */
export const MAX_PAGE_ENTRIES = 200;

/** A socket that has not said hello after this long is closed, in milliseconds. */
export const HELLO_TIMEOUT_MS = 10_000;

/** How often the server pings a silent socket, in milliseconds. */
export const HEARTBEAT_MS = 15_000;

/** Close codes of the application range (RFC 6455, section 7.4.2). */
export const CloseCode = {
  goingAway: 1001,
  tooBig: 1009,
  restarting: 1012,
  malformed: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  helloTimeout: 4408,
} as const;
