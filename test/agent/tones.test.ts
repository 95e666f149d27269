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
    expect((context?.currentTime ?? 0) - since, 'the second was heard to its end').to.be.at.least(0.6);
    tones.play([[440, 0]], 0.01);
    await reaches(context, 'running');
    await reaches(context, 'suspended');
    expect(contexts).to.have.length(1);
    tones.close();
    await reaches(context, 'closed');
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
