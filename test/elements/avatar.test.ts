import { expect } from 'chai';
import { initialsOf } from '../../src/elements/shared/avatar.ts';

describe('what stands for a person without a picture', () => {
  for (const [name, initials] of [
    ['Mika Tanaka', 'MT'],
    ['mika', 'M'],
    ['Ana Maria de Souza', 'AM'],
    ['Élodie Ångström', 'ÉÅ'],
    ['田中 美香', '田中'],
    ['田中\u3000美香', '田中'],
    ['林 美香', '林'],
    ['田中美香', '田中'],
    ['さくら', 'さく'],
    ['サラ スミス', 'サラ'],
    ['𠮷野 太郎', '𠮷野'],
    ['', ''],
  ] as const) {
    it(`is "${initials}" for "${name}"`, () => {
      expect(initialsOf(name)).to.equal(initials);
    });
  }
});
