import type { ErrorCode } from '../../src/protocol/errors.ts';

/** A request that is refused, and why. The code is all that travels: never a message with somebody's words. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, options?: { readonly cause?: unknown }) {
    super(code, options);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** The server cannot start. The message is the one line that its owner reads. */
export class StartError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StartError';
  }
}
