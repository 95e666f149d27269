import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Where a request comes from, as limits count. Where there is a proxy its own word is believed, which it puts last: what stands before it anybody may
 * have written.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
  return networkOf(last || (request.socket.remoteAddress ?? ''));
}

/** Of version 6 a /64, all of whose addresses are one customer's (RFC 6177). What is one of version 4, mapped (RFC 4291, section 2.5.5.2), is taken as that. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`;
  return groups.slice(6).flatMap((each) => [parseInt(each, 16) >> 8, parseInt(each, 16) & 0xff]).join('.');
}

/** The eight groups of 16 bits, each without zeros before it. A URL is written the one short way, whatever was given, and knows no zone. */
function groupsOf(address: string): string[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`);
  const [before = [], after = []] = hostname.slice(1, -1).split('::').map((part) => part.split(':').filter((each) => each !== ''));
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}
