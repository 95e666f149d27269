import { expect } from 'chai';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';

/** What a promise was refused with; fails where it was kept, or refused with anything else. */
export async function transportError(promise: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(TransportError);
  return error as TransportError;
}
