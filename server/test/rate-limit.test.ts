import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyedLimit, TokenBucket } from '../src/rate-limit.ts';

const takes = (bucket: TokenBucket, now: number): number => {
  let taken = 0;
  while (bucket.take(now)) taken += 1;
  return taken;
};

test('a bucket lets a burst pass, then as many as flow in', () => {
  const bucket = new TokenBucket(2, 5, 0);
  assert.equal(takes(bucket, 0), 5);
  assert.equal(takes(bucket, 1_500), 3);
  assert.equal(takes(bucket, 3_600_000), 5);
});

test('a clock that is set back by an hour neither locks anybody out nor fills the bucket', () => {
  const bucket = new TokenBucket(2, 5, 3_600_000);
  assert.equal(takes(bucket, 3_600_000), 5);
  assert.equal(takes(bucket, 0), 0);
  assert.equal(takes(bucket, 1_000), 2);
});

test('each address has a bucket of its own', () => {
  const limit = new KeyedLimit(1);
  assert.deepEqual([limit.take('198.51.100.1', 0), limit.take('198.51.100.1', 0), limit.take('198.51.100.2', 0)], [true, false, true]);
  assert.equal(limit.take('198.51.100.1', 60_000), true);
});
