import * as v from 'valibot';

/**
 * Every refusal the server can give, and `FRAME_TOO_BIG`, which a client gives itself where the server would close the socket. A permanent one
 * will be given again for the same request, so the client stops trying and tells its user; a transient one is worth another try.
 */
export const errorCodes = {
  MALFORMED_FRAME: 'permanent',
  UNKNOWN_METHOD: 'permanent',
  INVALID_PARAMS: 'permanent',
  HELLO_FIRST: 'permanent',
  HELLO_TIMEOUT: 'transient',
  UNSUPPORTED_PROTOCOL: 'permanent',
  UNKNOWN_SITE: 'permanent',
  FOREIGN_ORIGIN: 'permanent',
  TOKEN_INVALID: 'permanent',
  TOKEN_EXPIRED: 'permanent',
  CUSTOMER_TOKEN_INVALID: 'permanent',
  FORBIDDEN: 'permanent',
  CONVERSATION_NOT_FOUND: 'permanent',
  CONVERSATION_ENDED: 'permanent',
  ENTRY_NOT_FOUND: 'permanent',
  NOT_A_MESSAGE: 'permanent',
  MESSAGE_EMPTY: 'permanent',
  MESSAGE_TOO_LONG: 'permanent',
  FRAME_TOO_BIG: 'permanent',
  RATE_LIMITED: 'transient',
  STORAGE_FULL: 'transient',
  STORAGE_FAILED: 'transient',
  CALLING_OFF: 'permanent',
  VIDEO_OFF: 'permanent',
  CALL_NOT_FOUND: 'permanent',
  CUSTOMER_CANNOT_CALL: 'permanent',
  CUSTOMER_AWAY: 'transient',
  LEASE_LOST: 'permanent',
  AGENT_NOT_FOUND: 'permanent',
  SERVER_DRAINING: 'transient',
  INTERNAL: 'transient',
} as const satisfies Record<string, 'permanent' | 'transient'>;

export type ErrorCode = keyof typeof errorCodes;

export const isPermanent = (code: ErrorCode): boolean => errorCodes[code] === 'permanent';

/** JSON-RPC 2.0, section 5.1: the numbers that the standard reserves, and one of ours for every refusal of the application. */
export const rpcErrorNumber = (code: ErrorCode): number => {
  switch (code) {
    case 'MALFORMED_FRAME':
      return -32_700;
    case 'UNKNOWN_METHOD':
      return -32_601;
    case 'INVALID_PARAMS':
      return -32_602;
    case 'INTERNAL':
      return -32_603;
    default:
      return -32_000;
  }
};

/** What travels in a JSON-RPC error's `data`. A newer server may send a code that this client does not know. */
export const errorData = v.object({
  code: v.string(),
  permanent: v.boolean(),
});
