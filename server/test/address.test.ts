import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { addressOf } from '../src/http/address.ts';

const from = (remoteAddress: string, forwarded?: string): string =>
  addressOf({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as unknown as IncomingMessage, forwarded !== undefined);

test('of version 6 a whole network counts as one: a single customer of a provider has all of it', () => {
  const network = from('2001:db8:1:2::1');
  for (const each of ['2001:db8:1:2:3:4:5:6', '2001:DB8:1:2:ffff::', '2001:0db8:0001:0002::', '2001:db8:1:2:0:0:198.51.100.7', '2001:db8:1:2::1%eth0']) assert.equal(from(each), network, each);
  for (const each of ['2001:db8:1:3::1', '2001:db8:1::1', '2001:db8::1:2:0:1', '::1', '::']) assert.notEqual(from(each), network, each);
  assert.equal(from('127.0.0.1', '198.51.100.9, 2001:db8:1:2::9'), network);
});

test('an address of version 4 counts by itself, however it is written', () => {
  for (const each of ['198.51.100.7', '::ffff:198.51.100.7', '::FFFF:c633:6407', '0:0:0:0:0:ffff:198.51.100.7']) assert.equal(from(each), '198.51.100.7', each);
  assert.notEqual(from('::ffff:198.51.100.8'), from('::ffff:198.51.100.7'));
});

test('what is no address counts as it stands', () => {
  assert.deepEqual([from('', 'unknown'), from('127.0.0.1', ''), from('')], ['unknown', '127.0.0.1', '']);
});
