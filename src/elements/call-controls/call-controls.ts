import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallTexts } from '../../locales/call/en.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { Call } from '../../session/call/call.ts';
import type { RoomParticipant } from '../../session/contracts/media-backend.ts';
import { initialsOf } from '../shared/avatar.ts';
import { callButton } from '../shared/call-button.ts';
import { CallElement, rarely } from '../shared/call-element.ts';
import { cameraIcon, handsetIcon, microphoneIcon, moreIcon, selfIcon, signalIcon } from '../shared/call-icons.ts';
import { clock } from '../shared/clock.ts';
import { isTalk } from '../shared/drawn-view.ts';
import { icon } from '../shared/icon.ts';
import { CallEndedEvent, CallEndEvent } from './call-controls-events.ts';
import { styles } from './call-controls.styles.ts';
import type { Notice } from './notice.ts';

/**
 * A running call: everybody in it, and the buttons for one's own side. Shows what really reaches the others, and what was asked for beside it while
 * the two differ.
 *
 * @attr {boolean} compact - The small form: who, how long, mute and end.
 * @csspart stage - Where people are seen.
 * @csspart tile - One person.
 * @csspart video - Their picture.
 * @csspart avatar - What stands for them without one.
 * @csspart self-view - The own camera.
 * @csspart notice - What is wrong, in words.
 * @csspart status - Timer and quality.
 * @csspart controls - The row of buttons.
 * @csspart button - Every button.
 * @csspart video-toggle - Turns the camera on and off.
 * @csspart mute - Mutes and unmutes.
 * @csspart end - Hangs up.
 * @csspart more - Opens the menu of devices.
 * @cssprop [--call-stage-ratio=16/9] - The shape of the stage.
 * @cssstate muted - The own microphone is off.
 * @cssstate video - Somebody's picture is seen.
 * @cssstate reconnecting - The connection is being sought again.
 * @fires {CallEndEvent} call-end - The customer wants to hang up. Cancelable.
 * @fires {CallEndedEvent} call-ended - The call is over.
 * @fires {CallExpandEvent} call-expand - From the small form: to see the whole call.
 */
export class CallControls extends CallElement {
  static override readonly styles = styles;
  static readonly observedAttributes = ['compact'];

  /** What plays where: a surface keeps its track until another is wanted there. */
  #playing: (readonly [HTMLVideoElement, track: string, AbortController])[] = [];
  #over: boolean | undefined;

  /** The small form: who, how long, mute and end. */
  get compact(): boolean {
    return this.hasAttribute('compact');
  }

  set compact(compact: boolean) {
    this.toggleAttribute('compact', compact);
  }

  attributeChangedCallback(): void {
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  protected override updated(): void {
    const over = this.call?.snapshot.view.phase === 'ended';
    if (over && this.#over === false) this.dispatchEvent(new CallEndedEvent());
    this.#over = over;
    this.#release();
    for (const video of this.root.querySelectorAll('video')) {
      if (this.#playing.some(([known]) => known === video)) continue;
      const { track = '' } = video.dataset;
      const life = new AbortController();
      this.#playing.push([video, track, life]);
      this.call?.attach(track, video, life);
    }
  }

  protected override draw(view: CallView, call: Call): TemplateResult | typeof nothing {
    const { texts } = this;
    const { record, room, trouble, wanted, clockOffset } = call.snapshot;
    const [self = absent, other = absent, ...others] = room?.participants ?? [];
    others.unshift(other);
    const { microphone, camera } = self;
    const seen = others.some(pictureOf);
    const isHeard = microphone?.on ?? wanted.microphone;
    const reconnecting = view.phase === 'in-call' && view.link === 'reconnecting';
    this.setStates({ muted: microphone?.on === false, video: seen || camera !== null, reconnecting });
    if (!isTalk(view)) return nothing;
    // The one thing that is most wrong, of a call that nothing sets back: the key of its words, and how it looks. An encrypted one has words that may be new.
    const said = view.phase !== 'in-call' ? view.phase : reconnecting ? 'reconnecting' : isHeard !== wanted.microphone ? 'pending' : isHeard ? '' : 'muted';
    const { quality } = other;
    const isWeak = quality !== 'unknown' && quality !== 'good';
    const usual: Notice = [said, said && texts[said]];
    const setBacks = [trouble, room?.words, room?.playback === 'blocked', microphone?.interrupted, microphone?.silent, camera?.interrupted, isWeak, 'path' in view && view.path === 'relay'];
    const notice = setBacks.some(Boolean) ? this.rarely((rare) => rare.setbacks(call, usual, texts, rare.words), usual) : usual;
    const [look, words, help = nothing] = notice;
    const time = view.phase === 'in-call' ? html`<time role="timer">${clock(Date.now() - view.since - clockOffset)}</time>` : nothing;
    const end = (): void => void (this.dispatchEvent(new CallEndEvent()) && call.end());
    const buttons = html`${toggle('mute', microphoneIcon, [texts.unmute, texts.mute], isHeard, wanted.microphone, () => void call.setMicrophone(!isHeard))}
    ${callButton('round red', texts.end, end, handsetIcon, 'end')}`;
    // What comes and goes stands below the buttons: it must not move them from under a finger.
    const whole = html`<section aria-label=${texts.call}>
      <div class="stage ${seen ? 'seen' : ''}" part="stage">
        ${(!room || seen || camera ? others : room.participants).map((each) => tile(each, this.nameOf(each), texts))}
        ${camera
          ? html`<video class="self-view" part="video self-view" data-track=${camera.id} aria-label=${texts.selfView} role="application" tabindex="0" .muted=${true} playsinline autoplay @pointerenter=${move} @focus=${move}></video>`
          : nothing}
      </div>
      <div class="bar">
        <p class="status" part="status">
          ${time} ${quality === 'unknown' ? nothing : html`<span class=${quality}>${icon(signalIcon)}<span class="sr">${isWeak ? this.rarely(({ words }) => words.quality[quality], '') : texts.good}</span></span>`}
        </p>
        <div class="controls" part="controls">
          ${record?.choices.includes('video') === false
            ? nothing
            : toggle('video-toggle', cameraIcon, [texts.videoOn, texts.videoOff], camera !== null, wanted.camera, () => void call.setCamera(!camera))}
          ${buttons}
        </div>
        <button type="button" class="tool" part="button more" aria-label=${texts.more} aria-expanded="false" @click=${rarely((rare, button) => rare.toggleMenu(button, call))}>${icon(moreIcon)}</button>
      </div>
      <p class="strip ${look}" part="notice" role="status">${words}</p>
      ${help}
    </section>`;
    if (!this.compact) return whole;
    const status = time === nothing || reconnecting ? words : time;
    return this.rarely((rare) => rare.callPill(this, texts.call, rare.words, this.nameOf(other), other.speaking, status, notice, buttons), whole);
  }

  /** Takes its track from each surface that is gone, or has another to show. */
  #release(): void {
    this.#playing = this.#playing.filter(([video, track, life]) => {
      const stays = video.isConnected && video.dataset['track'] === track;
      if (!stays) life.abort();
      return stays;
    });
  }
}

function tile(each: RoomParticipant, name: string, { theyMuted }: CallTexts): TemplateResult {
  const picture = pictureOf(each);
  const muted = each.microphone?.on === false;
  return html`<div class="tile ${each.speaking && !muted ? 'speaking' : ''}" part="tile">
    ${picture
      ? html`<video class=${each.screen ? 'whole' : ''} part="video" data-track=${picture.id} aria-label=${name} playsinline autoplay></video>`
      : html`<span class="avatar" part="avatar" aria-hidden="true">${each.self ? icon(selfIcon) : initialsOf(name)}</span>`}
    <span class="name">${muted ? icon(struck(microphoneIcon)) : nothing}${muted && !each.self ? theyMuted(name) : name}</span>
  </div>`;
}

/** Lets the own picture be moved, once somebody is about to. */
const move = rarely((rare, picture) => rare.movable(picture));

/** Where one side is not there yet. */
const absent: RoomParticipant = { id: '', self: false, speaking: false, quality: 'unknown', microphone: null, camera: null, screen: null };
const pictureOf = (each: RoomParticipant): RoomParticipant['camera'] => each.screen ?? each.camera;
const struck = (picture: string): string => `${picture}M3.5 3.5l17 17`;

/** Shows what is; and while it is not what was asked for, that it is on its way. */
const toggle = (part: string, picture: string, [turnOn, turnOff]: readonly [string, string], on: boolean, wanted: boolean, press: () => void): TemplateResult =>
  callButton(`round ${on ? '' : 'off'} ${on === wanted ? '' : 'busy'}`, on ? turnOff : turnOn, press, on ? picture : struck(picture), part);

declare global {
  interface HTMLElementTagNameMap {
    'call-controls': CallControls;
  }
}
