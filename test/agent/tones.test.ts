import { expect } from 'chai';
import { Tones } from '../../src/elements/shared/tones.ts';

describe('Tones', () => {
  const Original = window.AudioContext;
  let contexts: AudioContext[] = [];

  beforeEach(() => {
    contexts = [];
    window.AudioContext = class extends Original {
      constructor() {
        super();
        contexts.push(this);
      }
    };
  });

  afterEach(() => {
    window.AudioContext = Original;
  });

  const reaches = async (context: AudioContext | undefined, state: AudioContextState): Promise<void> => {
    while (context && context.state !== state) await new Promise((resolve) => context.addEventListener('statechange', resolve, { once: true }));
  };

  it('let go of the device that plays once the last note has died away, and take it again', async () => {
    const tones = new Tones();
    tones.play([[440, 0]], 0.01);
    const [context] = contexts;
    await reaches(context, 'running');
    const since = context?.currentTime ?? 0;
    tones.play([[440, 0], [660, 0.2]], 0.01);
    await reaches(context, 'suspended');
    expect((context?.currentTime ?? 0) - since, 'the second was heard to its end, and the device kept for what may follow').to.be.at.least(2.5);
    tones.play([[440, 0]], 0.01);
    await reaches(context, 'running');
    await reaches(context, 'suspended');
    expect(contexts).to.have.length(1);
    tones.close();
    await reaches(context, 'closed');
  });

  it('fall silent at once where what they told of is over', async () => {
    const gains: GainNode[] = [];
    const { createGain } = Original.prototype;
    Original.prototype.createGain = function (this: AudioContext) {
      const gain = createGain.call(this);
      gains.push(gain);
      return gain;
    };
    const tones = new Tones();
    const over = new AbortController();
    tones.play([[440, 0], [440, 60]], 0.01, over.signal);
    Original.prototype.createGain = createGain;
    const [all] = gains;
    await reaches(contexts[0], 'running');
    expect(all?.gain.value).to.equal(1);
    over.abort();
    while (!all || all.gain.value > 0.001) await new Promise(requestAnimationFrame);
    tones.close();
  });

  it('play again after they were closed', async () => {
    const tones = new Tones();
    tones.play([[440, 0]], 0.01);
    tones.close();
    tones.play([[440, 0]], 0.01);
    await reaches(contexts[1], 'running');
    await reaches(contexts[1], 'suspended');
    tones.close();
  });
});
