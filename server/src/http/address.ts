import type { IncomingMessage } from 'node:http';

/** Where a request comes from. Where there is a proxy its own word is believed, which it puts last: what stands before it anybody may have written. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
  return last || (request.socket.remoteAddress ?? '');
}
