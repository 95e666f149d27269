import * as v from 'valibot';
import type { RawData } from 'ws';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import { CloseCode } from '../../../src/protocol/limits.ts';
import type { Method, Params } from '../../../src/protocol/requests.ts';
import { requests } from '../../../src/protocol/requests.ts';
import type { ClientFrame } from '../../../src/protocol/rpc.ts';
import { clientFrame } from '../../../src/protocol/rpc.ts';
import { Refusal } from '../refusal.ts';

export const isMethod = (method: string): method is Method => Object.hasOwn(requests, method);

/** Null for what is no frame. */
export function parseFrame(data: RawData): ClientFrame | null {
  try {
    const result = v.safeParse(clientFrame, JSON.parse((data as Buffer).toString()));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** @throws Refusal saying what is wrong, in a word */
export function parse<M extends Method>(method: M, given: unknown): Params<M> {
  const result = v.safeParse(requests[method], given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? '';
  if (method === 'hello' && path === 'protocol') throw new Refusal('UNSUPPORTED_PROTOCOL');
  if (method === 'hello' && path === 'site') throw new Refusal('UNKNOWN_SITE');
  if (method === 'chat.send' && issue.type === 'max_length' && path.endsWith('.text')) throw new Refusal('MESSAGE_TOO_LONG');
  throw new Refusal('INVALID_PARAMS');
}

/** A refused hello closes the socket, with what kind of refusal it was. */
export const helloCloseCode = (code: ErrorCode): number | null => {
  switch (code) {
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
      return CloseCode.unauthorised;
    case 'CUSTOMER_TOKEN_INVALID':
    case 'UNKNOWN_SITE':
    case 'FOREIGN_ORIGIN':
    case 'UNSUPPORTED_PROTOCOL':
      return CloseCode.forbidden;
    default:
      return null;
  }
};
