import { expect } from 'chai';
import { clock } from '../../src/elements/shared/clock.ts';

describe('a duration on a clock', () => {
  for (const [seconds, shown] of [[0, '0:00'], [7, '0:07'], [65, '1:05'], [725, '12:05'], [3_600, '1:00:00'], [3_723, '1:02:03'], [36_000, '10:00:00'], [-3, '0:00']] as const) {
    it(`shows ${String(seconds)} s as ${shown}`, () => {
      expect(clock(seconds * 1_000 + 999 * Number(seconds >= 0))).to.equal(shown);
    });
  }
});
