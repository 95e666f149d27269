import { fixture, html, oneEvent } from '@open-wc/testing';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/call-controls.ts';
import type { CallControls } from '../../src/elements/call-controls/call-controls.ts';
import { en } from '../../src/locales/call/en.ts';
import { en as help } from '../../src/locales/call/help/en.ts';
import type { CallSnapshot } from '../../src/session/call/call.ts';
import type { RoomParticipant, RoomSnapshot, RoomTrack } from '../../src/session/contracts/media-backend.ts';
import { fakeSession, mika } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { accessible, drawn, named, names, still, there, until } from './page.ts';

const track = (id: string, change: Partial<RoomTrack> = {}): RoomTrack => ({ id, on: true, interrupted: false, silent: false, ...change });
const someone = (id: string, change: Partial<RoomParticipant> = {}): RoomParticipant => ({ id, self: false, speaking: false, quality: 'good', microphone: track(`${id}-mic`), camera: null, screen: null, ...change });
const room = (self: Partial<RoomParticipant> = {}, others: readonly RoomParticipant[] = [someone(mika.id, { name: mika.name })], change: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  state: 'connected',
  participants: [someone('me', { self: true, ...self }), ...others],
  playback: 'allowed',
  devices: { microphone: 'm1', camera: null, speaker: 's1' },
  ...change,
});

describe('<call-controls>', () => {
  let session: FakeSession;
  let controls: CallControls;
  const root = (): ShadowRoot => there(controls.shadowRoot);
  const press = (name: string): void => named(root(), 'button', name).click();
  const asked = (): readonly unknown[] => session.call.asked.filter(([method]) => method !== 'attach' && method !== 'detach').map((each) => (each.length === 1 ? each[0] : each));
  const notice = (): string => root().querySelector('[role=status]')?.textContent ?? '';
  const show = async (change: Partial<CallSnapshot> = {}, compact = false): Promise<void> => {
    session = fakeSession({}, { view: { phase: 'in-call', since: Date.now() - 65_000, link: 'up' }, room: room(), ...change });
    controls = await fixture<CallControls>(html`<call-controls .session=${session} ?compact=${compact}></call-controls>`);
    await drawn(controls);
  };

  it('has video, mute and end by the names that do not drift, and more behind one button', async () => {
    await show();
    expect(names(root(), 'button')).to.deep.equal(['Turn video on', 'Mute', 'End call', 'More']);
    expect(root().querySelector('[role=timer]')?.textContent).to.equal('1:05');
    await still(controls);
    await accessible(controls);
  });

  it('asks the session, and shows what the backend reports, not what was pressed', async () => {
    await show();
    press('Mute');
    press('Turn video on');
    press('End call');
    expect(asked()).to.deep.equal([['setMicrophone', false], ['setCamera', true], 'end']);
    expect(names(root(), '.round')).to.deep.equal(['Turn video on', 'Mute', 'End call']);
    session.call.set({ wanted: { microphone: false, camera: false } });
    await drawn(controls);
    expect(named(root(), 'button', 'Mute').classList.contains('busy')).to.equal(true);
    session.call.set({ room: room({ microphone: track('m', { on: false }), camera: track('c') }), wanted: { microphone: false, camera: true } });
    await drawn(controls);
    expect(names(root(), '.round')).to.deep.equal(['Turn video off', 'Unmute', 'End call']);
    expect(controls.matches(':state(muted):state(video)')).to.equal(true);
    press('Unmute');
    press('Turn video off');
    expect(asked().slice(3)).to.deep.equal([['setMicrophone', true], ['setCamera', false]]);
  });

  it('has no video button where the site has only voice', async () => {
    await show({ record: { choices: ['audio'], participants: [] } as never });
    expect(names(root(), '.round')).to.deep.equal(['Mute', 'End call']);
  });

  it('leaves hanging up to a page that wants to do it', async () => {
    await show();
    controls.addEventListener('call-end', (event) => event.preventDefault());
    press('End call');
    expect(asked()).to.be.empty;
  });

  it('says when the call has ended', async () => {
    await show();
    const fact = oneEvent(controls, 'call-ended');
    session.call.set({ view: { phase: 'ended', reason: 'hung-up', by: 'agent', duration: 1 } });
    await fact;
  });

  it('tells apart muted by oneself, by the system, silent, on its way, reconnecting and weak', async () => {
    await show();
    const said: string[] = [];
    const weak = room({}, [someone(mika.id, { quality: 'poor' })]);
    const { relay, mutedSystem, silent, cameraSystem, quality } = help;
    for (const [change, words] of [
      [{ room: room({ microphone: track('m', { on: false }) }), wanted: { microphone: false, camera: false } }, en.muted],
      [{ room: room({ microphone: track('m', { on: false, interrupted: true }) }) }, mutedSystem],
      [{ room: room({ microphone: track('m', { silent: true }) }), wanted: { microphone: true, camera: false } }, silent],
      [{ room: room({ camera: track('c', { interrupted: true }) }) }, cameraSystem],
      [{ room: room(), wanted: { microphone: false, camera: false } }, en.pending],
      [{ room: weak, wanted: { microphone: true, camera: false } }, quality.poor],
      [{ view: { phase: 'in-call', since: Date.now(), link: 'reconnecting' } }, en.reconnecting],
      [{ view: { phase: 'joining', path: 'direct' } }, en.joining],
      [{ view: { phase: 'joining', path: 'relay' } }, relay],
      [{ view: { phase: 'ending' } }, en.ending],
    ] as const satisfies readonly (readonly [Partial<CallSnapshot>, string])[]) {
      session.call.set(change);
      await until(`it says "${words}"`, () => notice() === words);
      said.push(`${root().querySelector('[role=status]')?.className ?? ''}: ${notice()}`);
      await accessible(controls);
    }
    expect(new Set(said)).to.have.length(said.length);
    expect(said.every((each) => !each.endsWith(': '))).to.equal(true);
  });

  it('keeps its buttons in their places while notices come and go', async () => {
    await show({ view: { phase: 'joining', path: 'direct' } });
    const place = (): number => named(root(), 'button', 'End call').getBoundingClientRect().top;
    const before = place();
    expect(notice()).to.equal(en.joining);
    session.call.set({ view: { phase: 'in-call', since: Date.now(), link: 'up' } });
    await drawn(controls);
    expect([notice(), place()]).to.deep.equal(['', before]);
    session.call.set({ room: room({ microphone: track('m', { on: false }) }), wanted: { microphone: false, camera: false } });
    await drawn(controls);
    expect([notice(), place()]).to.deep.equal([en.muted, before]);
  });

  it('gives each picture its track, once, and takes it back when it goes', async () => {
    await show({ room: room({ camera: track('own') }, [someone(mika.id, { camera: track('hers') })]) });
    const attached = (): readonly unknown[] => session.call.asked.filter(([method]) => method === 'attach').map(([, track]) => track);
    expect(attached()).to.deep.equal(['hers', 'own']);
    session.call.set({ wanted: { microphone: true, camera: true } });
    await drawn(controls);
    expect(attached()).to.deep.equal(['hers', 'own']);
    session.call.set({ room: room({ camera: track('own') }, [someone(mika.id, { camera: track('hers'), screen: track('screen') })]) });
    await drawn(controls);
    expect(attached()).to.deep.equal(['hers', 'own', 'screen']);
    expect(root().querySelector<HTMLVideoElement>('video.self-view')?.muted).to.equal(true);
  });

  it('shows two people’s pictures of themselves where nobody has video, and a ring on who speaks', async () => {
    await show({ room: room({}, [someone(mika.id, { name: mika.name, speaking: true })]) });
    expect(names(root(), '.tile .name')).to.deep.equal(['You', 'Mika Tanaka']);
    expect(root().querySelectorAll('.speaking')).to.have.length(1);
    expect(root().querySelector('.speaking .name')?.textContent.trim()).to.equal('Mika Tanaka');
  });

  it('draws everybody, however many there are', async () => {
    const people = ['a', 'b', 'c', 'd'].map((id, index) => someone(id, { name: `Person ${id}`, camera: index % 2 ? track(`${id}-cam`) : null }));
    await show({ room: room({ camera: track('own') }, people) });
    expect(names(root(), '.tile .name')).to.deep.equal(['Person a', 'Person b', 'Person c', 'Person d']);
    const boxes = [...root().querySelectorAll('.tile')].map((each) => each.getBoundingClientRect());
    const stage = root().querySelector('.stage')?.getBoundingClientRect();
    expect(boxes.every((box) => box.height > 20 && box.bottom <= (stage?.bottom ?? 0) + 1)).to.equal(true);
    await still(controls);
    await accessible(controls);
  });

  it('offers one press where the browser keeps the sound back', async () => {
    await show({ room: room({}, undefined, { playback: 'blocked' }) });
    await until('the button is there', () => root().querySelector('.hear'));
    press('Tap to hear');
    expect(asked()).to.deep.equal(['resumePlayback']);
  });

  it('moves the own picture by keyboard, and never out of its stage', async () => {
    await show({ room: room({ camera: track('own') }, [someone(mika.id, { camera: track('hers') })]) });
    const picture = there(root().querySelector<HTMLElement>('.self-view'));
    const at = (): DOMRect => picture.getBoundingClientRect();
    const before = at();
    picture.focus();
    await until('it can be moved', () => picture.style.cursor === 'grab');
    await sendKeys({ press: 'ArrowLeft' });
    expect(at().left).to.be.closeTo(before.left - 24, 1);
    await sendKeys({ press: 'ArrowDown' });
    expect(at().bottom).to.be.at.most((root().querySelector('.stage')?.getBoundingClientRect().bottom ?? 0) + 1);
    for (let each = 0; each < 40; each++) await sendKeys({ press: 'ArrowUp' });
    expect(at().top).to.be.at.least(root().querySelector('.stage')?.getBoundingClientRect().top ?? 0);
  });

  it('moves the own picture by pointer', async () => {
    await show({ room: room({ camera: track('own') }, [someone(mika.id, { camera: track('hers') })]) });
    const picture = there(root().querySelector<HTMLElement>('.self-view'));
    picture.setPointerCapture = () => undefined;
    const before = picture.getBoundingClientRect();
    const pointer = (type: string, x: number, y: number, buttons = 0): boolean => picture.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, buttons, pointerId: 1, bubbles: true }));
    pointer('pointerenter', 300, 100);
    await until('it can be moved', () => picture.style.cursor === 'grab');
    pointer('pointermove', 310, 100);
    pointer('pointerdown', 300, 100, 1);
    pointer('pointermove', 200, 90, 1);
    pointer('pointerup', 200, 90);
    pointer('pointermove', 100, 50);
    expect(picture.getBoundingClientRect().left).to.be.closeTo(before.left - 100, 1);
  });

  it('has the devices and the volume behind "More", and gives the focus back', async () => {
    await show();
    session.call.devices.infos = [
      { id: 'm1', kind: 'microphone', label: 'Built-in' },
      { id: 'm2', kind: 'microphone', label: '' },
      { id: 's1', kind: 'speaker', label: 'Headphones' },
    ];
    press('More');
    await until('the devices are there', () => root().querySelector('.devices'));
    await drawn(controls);
    const microphone = there(root().querySelector<HTMLSelectElement>('select'));
    expect(root().activeElement).to.equal(microphone);
    expect([...microphone.options].map((option) => option.label)).to.deep.equal(['Built-in', 'Device 2']);
    expect(microphone.value).to.equal('m1');
    await accessible(controls);
    microphone.value = 'm2';
    microphone.dispatchEvent(new Event('change'));
    const volume = there(root().querySelector<HTMLInputElement>('input'));
    // A reader says it as it stands: of a hundred, not of one.
    expect(volume.value).to.equal('100');
    volume.value = '50';
    volume.dispatchEvent(new Event('input'));
    expect(asked()).to.deep.equal([
      ['switchDevice', 'microphone', 'm2'],
      ['setVolume', 0.5],
    ]);
    await sendKeys({ press: 'Escape' });
    await drawn(controls);
    expect(root().querySelector('.devices')).to.equal(null);
    expect(root().activeElement).to.equal(named(root(), 'button', 'More'));
  });

  it('shows the four words of an encrypted call behind "More", as soon as there are any, and who is there without the key', async () => {
    await show();
    press('More');
    await until('it is open', () => root().querySelector('.devices'));
    expect(root().querySelector('.comparison')).to.equal(null);
    session.call.set({ room: room({}, [someone(mika.id, { name: mika.name }), someone('expert', { name: 'Yuki', outside: true })], { words: [0, 1, 127, 255] }) });
    await until('the words are there', () => root().querySelector('.compared')?.textContent === 'apple · bread · rainbow · watermelon');
    const comparison = there(root().querySelector('.comparison'));
    expect(comparison.textContent).to.contain('Is this call private?').and.to.contain('Read these words to each other').and.to.contain('Yuki is here without the key');
    await still(controls);
    await accessible(controls);
  });

  /** A call of that id, whose words are these. */
  const encrypted = (id: string, words: readonly number[]): Partial<CallSnapshot> => ({ record: { id, choices: ['audio'], participants: [] } as never, room: room({}, undefined, { words }) });

  it('says that the words behind "More" are new where others of the same call were looked at, until these are, and then beside them', async () => {
    await show(encrypted('looked-at', [0, 1, 2, 3]));
    const changed = (words: readonly number[]): void => session.call.set(encrypted('looked-at', words));
    press('More');
    const comparison = (): string => root().querySelector('.comparison')?.textContent ?? '';
    await until('the words are there', () => comparison().includes('Read these words to each other.'));
    press('More');
    await until('it is closed', () => !root().querySelector('.devices'));
    changed([4, 5, 6, 7]);
    const strip = (): HTMLElement => there(root().querySelector<HTMLElement>('.strip'));
    await until('it says so', () => strip().textContent === help.newWords);
    expect(strip().role).to.equal('status');
    expect(strip().classList.contains('warn')).to.equal(true);
    await still(controls);
    await accessible(controls);
    press('More');
    await until('the words are new', () => comparison().includes('These words are new'));
    session.call.set({ trouble: null });
    await drawn(controls);
    expect(strip().textContent).to.equal('');
    // Open, they say so by themselves, once more at each change.
    const said = there(root().querySelector('.comparison [role=status]'));
    const before = comparison();
    changed([8, 9, 10, 11]);
    await until('others are there', () => comparison() !== before);
    expect(comparison()).to.contain('These words are new');
    expect(root().querySelector('.comparison [role=status]')).to.equal(said);
    expect(strip().textContent).to.equal('');
    await accessible(controls);
  });

  it('says so too on the page that the customer comes to, and says nothing of words that nobody looked at, or of another call’s', async () => {
    const strip = (): string => root().querySelector('.strip')?.textContent ?? '';
    await show(encrypted('this-tab', [0, 1, 2, 3]));
    press('More');
    await until('the words are there', () => root().querySelector('.compared'));
    await show(encrypted('this-tab', [4, 5, 6, 7]));
    await until('it says so', () => strip() === help.newWords);
    await show(encrypted('next-call', [8, 9, 10, 11]));
    session.call.set(encrypted('next-call', [12, 13, 14, 15]));
    await drawn(controls);
    expect(strip()).to.equal('');
  });

  it('says what was refused inside the call, and how to help it, while the call goes on', async () => {
    await show({ trouble: { type: 'camera', refusal: 'denied' } });
    await until('it says so', () => root().querySelector('[role=alert]')?.textContent.includes('The call goes on'));
    expect(root().querySelector('.help')?.checkVisibility()).to.equal(false);
    press('What can I do?');
    await until('the help is there', () => root().querySelector('.help')?.checkVisibility());
    await still(controls);
    await accessible(controls);
    press('Close');
    expect(asked()).to.deep.equal(['acknowledge']);
  });

  it('has a small form with who, how long, mute and end', async () => {
    await show({}, true);
    await until('the small form is there', () => root().querySelector('.who'));
    expect(names(root(), 'button')).to.deep.equal(['Show the call', 'Mute', 'End call']);
    await accessible(controls);
    const fact = oneEvent(controls, 'call-expand');
    press('Show the call');
    await fact;
    press('End call');
    expect(asked()).to.deep.equal(['end']);
  });

  it('says in its small form too what sets the call back, with the way on', async () => {
    await show({ room: room({ microphone: track('m', { interrupted: true }) }, undefined, { playback: 'blocked' }) }, true);
    await until('the way on is there', () => names(root(), 'button').includes('Tap to hear'));
    expect(notice()).to.contain('microphone');
    await accessible(controls);
    press('Tap to hear');
    session.call.set({ room: room(), trouble: { type: 'camera', refusal: 'busy' } });
    await drawn(controls);
    expect(root().querySelector('[role=alert]')?.textContent).to.contain('camera');
    press('Close');
    expect(asked()).to.deep.equal(['resumePlayback', 'acknowledge']);
  });
});
