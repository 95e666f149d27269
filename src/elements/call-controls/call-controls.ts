import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallView } from '../../protocol/call-view.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { RoomParticipant } from '../../session/contracts/media-backend.ts';
import { initialsOf } from '../shared/avatar.ts';
import { callButton, CallElement } from '../shared/call-element.ts';
import { cameraIcon, cameraOffIcon, handsetIcon, microphoneIcon, microphoneOffIcon, moreIcon, selfIcon, signalIcon } from '../shared/call-icons.ts';
import { clock } from '../shared/clock.ts';
import { drawnView, isTalk } from '../shared/drawn-view.ts';
import { icon } from '../shared/icon.ts';
import { Later } from '../shared/later.ts';
import { CallEndedEvent, CallEndEvent } from './call-controls-events.ts';
import { styles } from './call-controls.styles.ts';
import type { Notice } from './notice.ts';

/**
 * A running call: everybody in it, and the buttons for one's own side. Shows what really reaches the others, and what was asked for beside it while
 * the two differ.
 *
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
 * @fires call-end - The customer wants to hang up. Cancelable.
 * @fires call-ended - The call is over.
 * @fires call-expand - From the small form: to see the whole call.
 */
export class CallControls extends CallElement {
  static override readonly styles = styles;
  static readonly observedAttributes = ['compact'];

  readonly #setbacks = new Later(this, () => import('./call-setbacks.ts'));
  readonly #pill = new Later(this, () => import('./call-pill.ts'));
  /** What plays where: a surface keeps its track until another is wanted there. */
  readonly #playing = new Map<HTMLVideoElement, { readonly track: string; readonly life: AbortController }>();
  #phase = '';

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
    this.#play([]);
  }

  protected override followed(): void {
    const tick = setInterval(() => this.requestUpdate(), 1_000);
    this.watching.signal.onabort = () => clearInterval(tick);
  }

  protected override updated(): void {
    const { room, view } = this.call?.snapshot ?? {};
    this.setStates({
      muted: room?.participants[0]?.microphone?.on === false,
      video: room?.participants.some(pictureOf) ?? false,
      reconnecting: isReconnecting(view),
    });
    if (view?.phase === 'ended' && this.#phase && this.#phase !== 'ended') this.dispatchEvent(new CallEndedEvent());
    this.#phase = view?.phase ?? '';
    this.#play([...this.root.querySelectorAll('video')]);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { call, texts } = this;
    if (!call) return nothing;
    const { snapshot } = call;
    const { record, room, trouble, wanted } = snapshot;
    const view = drawnView(snapshot.view);
    if (!isTalk(view)) return nothing;
    const [self, ...others] = room?.participants ?? [];
    if (others.length === 0) others.push(absent);
    const [other = absent] = others;
    const seen = others.some(pictureOf);
    const people = self && !seen && !self.camera ? [self, ...others] : others;
    const usual = this.#notice(view, snapshot, self, other);
    const { microphone, camera } = self ?? {};
    const setBacks = [trouble, room?.playback === 'blocked', microphone?.interrupted, microphone?.silent, camera?.interrupted, 'path' in view && view.path === 'relay'];
    const [look, words, over = nothing, below = nothing] = setBacks.some(Boolean) ? this.#setbacks.show((module, help) => module.setbacks(call, usual, texts, help), usual) : usual;
    const video = Boolean(camera);
    const heard = microphone?.on ?? wanted.microphone;
    const time = view.phase === 'in-call' ? html`<time role="timer">${clock(Date.now() - view.since - snapshot.clockOffset)}</time>` : nothing;
    const buttons = html`${round(heard ? texts.mute : texts.unmute, heard ? microphoneIcon : microphoneOffIcon, () => void call.setMicrophone(!heard), 'mute', heard, wanted.microphone)}
    ${callButton('round red', texts.end, this.#end, handsetIcon, 'end')}`;
    const whole = html`<section class="call" aria-label=${texts.call}>
      <div class="stage ${seen ? 'seen' : ''}" part="stage">
        ${people.map((each) => this.#tile(each))}
        ${camera
          ? html`<div class="self-view" part="self-view" tabindex="0" role="group" aria-label=${texts.selfView} @pointerenter=${move} @focus=${move}>
              <video part="video" data-track=${camera.id} .muted=${true} playsinline autoplay></video>
            </div>`
          : nothing}
        ${over}
      </div>
      <p class="strip ${look}" part="notice" role="status">${words}</p>
      ${below}
      <div class="bar">
        <p class="status" part="status">
          ${time} ${other.quality === 'unknown' ? nothing : html`<span class=${other.quality}>${icon(signalIcon)}<span class="sr">${texts[other.quality]}</span></span>`}
        </p>
        <div class="controls" part="controls">
          ${record?.choices.includes('video') === false
            ? nothing
            : round(video ? texts.videoOff : texts.videoOn, video ? cameraIcon : cameraOffIcon, () => void call.setCamera(!video), 'video-toggle', video, wanted.camera)}
          ${buttons}
        </div>
        <button type="button" class="tool" part="button more" aria-label=${texts.more} aria-expanded="false" @click=${this.#openMenu}>${icon(moreIcon)}</button>
      </div>
      <div class="menu"></div>
    </section>`;
    if (!this.compact) return whole;
    const status = time === nothing || isReconnecting(view) ? words : time;
    return this.#pill.show((module, help) => module.callPill(this, texts.call, help, this.nameOf(other), other.speaking, status, buttons), whole);
  }

  #tile(each: RoomParticipant): TemplateResult {
    const name = this.nameOf(each);
    const picture = pictureOf(each);
    const muted = each.microphone?.on === false;
    return html`<div class="tile ${each.speaking ? 'speaking' : ''}" part="tile">
      ${picture
        ? html`<video part="video" class=${each.screen ? 'whole' : ''} data-track=${picture.id} aria-label=${name} playsinline autoplay></video>`
        : html`<span class="avatar" part="avatar" aria-hidden="true">${each.self ? icon(selfIcon) : initialsOf(name)}</span>`}
      <span class="name">${muted ? icon(microphoneOffIcon) : nothing}${muted && !each.self ? this.texts.theyMuted(name) : name}</span>
    </div>`;
  }

  /** The one thing that is most wrong, in words, and how it looks: of a call that nothing sets back. */
  #notice(view: CallView, { wanted }: CallSnapshot, self: RoomParticipant | undefined, { quality }: RoomParticipant): Notice {
    const { texts } = this;
    if (view.phase === 'joining' || view.phase === 'ending') return ['', texts[view.phase]];
    if (isReconnecting(view)) return ['warn', texts.reconnecting];
    if (self?.microphone && self.microphone.on !== wanted.microphone) return ['', texts.pending];
    if (self?.microphone?.on === false) return ['', texts.mutedSelf];
    return quality === 'poor' || quality === 'lost' ? ['warn', texts.poor] : ['', ''];
  }

  /** Gives each surface its track, and takes it from those that are gone. */
  #play(videos: readonly HTMLVideoElement[]): void {
    this.#playing.forEach(({ track, life }, video) => {
      if (videos.includes(video) && trackOf(video) === track) return;
      life.abort();
      this.#playing.delete(video);
    });
    for (const video of videos) {
      if (this.#playing.has(video)) continue;
      const track = trackOf(video);
      const life = new AbortController();
      this.#playing.set(video, { track, life });
      this.call?.attach(track, video, life);
    }
  }

  readonly #end = (): void => {
    if (this.dispatchEvent(new CallEndEvent())) void this.call?.end();
  };
  readonly #openMenu = async ({ currentTarget }: Event): Promise<void> => {
    const { toggleMenu } = await import('./more-menu.ts');
    const place = this.find('.menu');
    if (place && this.call) await toggleMenu(currentTarget as HTMLElement, place, this.root, this.call);
  };
}

/** Lets the own picture be moved, once somebody is about to. */
const move = ({ currentTarget }: Event): void => void import('./self-view.ts').then(({ movable }) => movable(currentTarget as HTMLElement));

/** Where the other side is not there yet. */
const absent: RoomParticipant = { id: '', self: false, speaking: false, quality: 'unknown', microphone: null, camera: null, screen: null };
const isReconnecting = (view?: CallSnapshot['view']): boolean => view?.phase === 'in-call' && view.link === 'reconnecting';
const trackOf = (video: HTMLVideoElement): string => video.dataset['track'] ?? '';
const pictureOf = (each: RoomParticipant): RoomParticipant['camera'] => each.screen ?? each.camera;

/** Shows what is; and while it is not what was asked for, that it is on its way. */
const round = (label: string, picture: string, press: () => void, part: string, on: boolean, wanted: boolean): TemplateResult =>
  callButton(`round ${on ? '' : 'off'} ${on === wanted ? '' : 'busy'}`, label, press, picture, part);

declare global {
  interface HTMLElementTagNameMap {
    'call-controls': CallControls;
  }
}
