import { expect } from 'chai';
import { openConsole } from '../opened-console.ts';

const choose = async (select: HTMLElement, value: string): Promise<void> => {
  if (!(select instanceof HTMLSelectElement)) throw new Error('no list of choices');
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await Promise.resolve();
};

const options = (select: HTMLElement): readonly string[] => [...select.querySelectorAll('option')].map((each) => each.textContent.trim());

describe('The console’s settings', () => {
  it('change the language at once', async () => {
    const opened = await openConsole();
    await opened.press('Settings');
    await choose(opened.button('Language'), 'ja');
    await opened.drawn();
    expect(opened.text).to.contain('サポートデスク');
    expect(opened.one('dialog').textContent).to.contain('外観');
  });

  it('list the devices for calls, and those that come later', async () => {
    const opened = await openConsole();
    await opened.press('Settings');
    await opened.advance(0);
    expect(options(opened.button('Microphone'))).to.deep.equal(['As the system', 'Built-in microphone', 'Headset']);
    opened.devices.change([...opened.devices.infos, { id: 'microphone-3', kind: 'microphone', label: '' }]);
    await opened.advance(0);
    expect(options(opened.button('Microphone'))).to.include('Microphone 3');
  });

  it('change the device of a running call', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    opened.call(id).set({ view: { phase: 'ringing', media: 'audio', deadline: 0 } });
    await opened.drawn();
    await opened.press('Settings');
    await opened.advance(0);
    await choose(opened.button('Microphone'), 'microphone-2');
    expect(opened.call(id).asked).to.deep.include(['switchDevice', 'microphone', 'microphone-2']);
  });

  it('check microphone and camera, and let both go again', async () => {
    const opened = await openConsole();
    await opened.press('Settings');
    await opened.press('Check microphone and camera');
    await opened.advance(0);
    expect(opened.text).to.contain('Both work.');
    expect(opened.devices.tracks).to.have.length(2);
    expect(opened.devices.live).to.have.length(0);
  });

  for (const [refusal, words] of [
    ['denied', 'allow the device, and try again'],
    ['busy', 'Close that program'],
    ['system', 'privacy settings'],
  ] as const) {
    it(`say what helps where a microphone is ${refusal}`, async () => {
      const opened = await openConsole();
      opened.devices.microphone = refusal;
      await opened.press('Settings');
      await opened.press('Check microphone and camera');
      await opened.advance(0);
      expect(opened.text).to.contain(words);
    });
  }

  it('let go of a device that is given after they were closed', async () => {
    const opened = await openConsole();
    opened.devices.microphone = 'prompt';
    await opened.press('Settings');
    await opened.press('Check microphone and camera');
    await opened.advance(0);
    const [prompt] = opened.devices.prompts;
    await opened.press('Close');
    prompt?.allow();
    await opened.advance(0);
    expect(opened.devices.live).to.have.length(0);
  });
});
