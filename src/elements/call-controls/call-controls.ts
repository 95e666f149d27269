import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import { en } from '../../locales/call/en.ts';
import { callLanguages } from '../../locales/call/load.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { RoomParticipant } from '../../session/contracts/media-backend.ts';
import { initialsOf } from '../shared/avatar.ts';
import { cameraIcon, cameraOffIcon, closeIcon, endIcon, expandIcon, microphoneIcon, microphoneOffIcon, moreIcon, selfIcon, signalIcon, speakerIcon } from '../shared/call-icons.ts';
import { drawnView } from '../shared/drawn-view.ts';
import type * as DeviceMenuModule from './device-menu.ts';
import { Help } from '../shared/help.ts';
import { icon } from '../shared/icon.ts';
import { SessionElement } from '../shared/session-element.ts';
import { Texts } from '../shared/texts.ts';
import { CallEndedEvent, CallEndEvent, CallExpandEvent } from './call-controls-events.ts';
import { styles } from './call-controls.styles.ts';
import { movable } from './self-view.ts';

type DeviceMenu = Pick<typeof DeviceMenuModule, 'deviceMenu'>;

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
export class CallControls extends SessionElement {
  static override readonly styles = styles;
  static readonly observedAttributes = ['compact'];

  readonly #texts = new Texts(this, en, callLanguages);
  readonly #help = new Help(this);
  #menu: DeviceMenu | null = null;
  #helping = false;
  /** What plays where: a surface keeps its track until another is wanted there. */
  readonly #playing = new Map<Element, { readonly track: string; readonly life: AbortController }>();
  #picture: HTMLElement | null = null;
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
    for (const { life } of this.#playing.values()) life.abort();
    this.#playing.clear();
  }

  protected override followed(): void {
    const { signal } = this.watching;
    const tick = setInterval(() => this.requestUpdate(), 1_000);
    signal.addEventListener('abort', () => clearInterval(tick), { once: true });
  }

  protected override updated(): void {
    const { room, view, trouble } = this.session?.call.snapshot ?? {};
    if (!trouble) this.#helping = false;
    this.setStates({
      muted: room?.participants.find((each) => each.self)?.microphone?.on === false,
      video: room?.participants.some(pictureOf) ?? false,
      reconnecting: view?.phase === 'in-call' && view.link === 'reconnecting',
    });
    if (view?.phase === 'ended' && !['', 'ended'].includes(this.#phase)) this.dispatchEvent(new CallEndedEvent());
    this.#phase = view?.phase ?? '';
    this.#play();
    const picture = this.find('.self-view');
    if (picture && picture !== this.#picture) movable(picture, this.watching.signal);
    this.#picture = picture;
  }

  protected override render(): TemplateResult | typeof nothing {
    const said = this.session?.call.snapshot;
    const snapshot = said && { ...said, view: drawnView(said.view) };
    if (!snapshot || !['joining', 'in-call', 'ending'].includes(snapshot.view.phase)) return nothing;
    const texts = this.#texts.current;
    const others = snapshot.room?.participants.filter((each) => !each.self) ?? [];
    const self = snapshot.room?.participants.find((each) => each.self);
    if (this.compact) return this.#compact(snapshot, others[0], self);
    const seen = others.some(pictureOf);
    const voices = self && !seen && !self.camera ? [self, ...others] : others;
    return html`<section class="call ${seen ? 'seen' : 'heard'}" aria-label=${texts.call}>
      <div class="stage" part="stage">
        ${voices.map((each) => this.#tile(each, snapshot))}
        ${voices.length === 0 ? html`<div class="tile"><span class="avatar large" aria-hidden="true">${initialsOf(this.#nameOf(undefined, snapshot))}</span></div>` : nothing}
        ${self?.camera
          ? html`<div class="self-view" part="self-view" tabindex="0" role="group" aria-label=${texts.selfView}><video part="video" data-track=${self.camera.id} muted playsinline autoplay></video></div>`
          : nothing}
        ${snapshot.room?.playback === 'blocked' ? html`<button type="button" class="hear" part="button" @click=${this.#hear}>${icon(speakerIcon)}${texts.hear}</button>` : nothing}
      </div>
      ${this.#notice(snapshot, self, others)} ${this.#trouble(snapshot)} ${this.#bar(snapshot, self)}
      ${this.#menu?.deviceMenu(texts, snapshot, this.session?.call ?? null, this.#closeMenu) ?? nothing}
    </section>`;
  }

  #nameOf(participant: RoomParticipant | undefined, { record }: CallSnapshot): string {
    const texts = this.#texts.current;
    if (participant?.self) return texts.you;
    const known = record?.participants.find((each) => (participant ? each.id === participant.id : each.role !== this.session?.side));
    return participant?.name ?? known?.name ?? texts.someone;
  }

  #tile(each: RoomParticipant, snapshot: CallSnapshot): TemplateResult {
    const name = this.#nameOf(each, snapshot);
    const picture = pictureOf(each);
    const muted = each.microphone?.on !== true;
    const isMuted = !each.self && each.microphone?.on === false;
    return html`<div class="tile ${each.speaking ? 'speaking' : ''}" part="tile">
      ${picture
        ? html`<video part="video" class=${each.screen ? 'whole' : ''} data-track=${picture.id} aria-label=${name} playsinline autoplay></video>`
        : html`<span class="avatar large" part="avatar" aria-hidden="true">${each.self ? icon(selfIcon) : initialsOf(name)}</span>`}
      <span class="name">${muted ? icon(microphoneOffIcon) : nothing}${isMuted ? this.#texts.current.theyMuted(name) : name}</span>
    </div>`;
  }

  /** The one thing that is most wrong, in words; each looks different. */
  #notice({ view, room, wanted }: CallSnapshot, self: RoomParticipant | undefined, others: readonly RoomParticipant[]): TemplateResult {
    const texts = this.#texts.current;
    const quality = others.some((each) => each.quality === 'lost' || each.quality === 'poor');
    const [kind, words] =
      view.phase === 'joining'
        ? ['quiet', view.path === 'relay' ? texts.relay : texts.joining]
        : view.phase === 'ending'
          ? ['quiet', texts.ending]
          : view.phase === 'in-call' && view.link === 'reconnecting'
            ? ['warn', texts.reconnecting]
            : self?.microphone?.interrupted
              ? ['bad', texts.mutedSystem]
              : self?.camera?.interrupted
                ? ['bad', texts.cameraSystem]
                : self?.microphone && self.microphone.on !== wanted.microphone
                  ? ['quiet', texts.pending]
                  : self?.microphone?.on && self.microphone.silent
                    ? ['warn', texts.silent]
                    : self?.microphone?.on === false
                      ? ['quiet', texts.mutedSelf]
                      : room && quality
                        ? ['warn', texts.quality.poor]
                        : ['', ''];
    return html`<p class="notice ${kind}" part="notice" role="status">${words}</p>`;
  }

  #trouble({ trouble }: CallSnapshot): TemplateResult | typeof nothing {
    if (!trouble) return nothing;
    const texts = this.#texts.current;
    const { type, refusal } = trouble;
    const device = type === 'camera' ? 'camera' : 'microphone';
    return html`<div class="trouble" part="notice" role="alert">
      <p>${texts.trouble[type]}</p>
      ${refusal && !this.#helping ? html`<button type="button" class="small" part="button" @click=${this.#askHelp}>${texts.help}</button>` : nothing}
      <button type="button" class="icon" part="button" aria-label=${texts.close} @click=${this.#acknowledge}>${icon(closeIcon)}</button>
      ${refusal && this.#helping ? this.#help.show((module, words) => module.refusalHelp(words, refusal, device)) : nothing}
    </div>`;
  }

  #bar({ view, wanted, record, clockOffset, room }: CallSnapshot, self: RoomParticipant | undefined): TemplateResult {
    const texts = this.#texts.current;
    const camera = Boolean(self?.camera);
    const on = self?.microphone?.on ?? wanted.microphone;
    const videoAllowed = record?.choices.includes('video') ?? true;
    const quality = room?.participants.find((each) => !each.self)?.quality ?? 'unknown';
    return html`<div class="bar">
      <p class="status" part="status">
        ${view.phase === 'in-call' ? this.#timer(view.since + clockOffset) : nothing}
        ${quality === 'unknown' ? nothing : html`<span class="quality ${quality}">${icon(signalIcon)}<span class="words">${texts.quality[quality]}</span></span>`}
      </p>
      <div class="controls" part="controls">
        ${videoAllowed
          ? this.#round(camera ? texts.videoOff : texts.videoOn, camera ? cameraIcon : cameraOffIcon, this.#toggleCamera, 'video-toggle', wanted.camera !== camera, camera ? '' : 'off')
          : nothing}
        ${this.#round(on ? texts.mute : texts.unmute, on ? microphoneIcon : microphoneOffIcon, this.#toggleMicrophone, 'mute', wanted.microphone !== on, on ? '' : 'off')}
        ${this.#round(texts.end, endIcon, this.#end, 'end', false, 'red')}
      </div>
      <button type="button" class="icon" part="button more" aria-label=${texts.more} aria-expanded=${this.#menu ? 'true' : 'false'} @click=${this.#toggleMenu}>${icon(moreIcon)}</button>
    </div>`;
  }

  #round(label: string, picture: string, press: () => void, name: string, busy: boolean, look: string): TemplateResult {
    return html`<button type="button" class="round ${look} ${busy ? 'busy' : ''}" part="button ${name}" @click=${press}><span class="disc">${icon(picture)}</span><span>${label}</span></button>`;
  }

  #compact(snapshot: CallSnapshot, other: RoomParticipant | undefined, self: RoomParticipant | undefined): TemplateResult {
    const texts = this.#texts.current;
    const { view, wanted, clockOffset } = snapshot;
    const on = self?.microphone?.on ?? wanted.microphone;
    const name = this.#nameOf(other, snapshot);
    return html`<section class="small-call" aria-label=${texts.call}>
      <div class="who">
        <span class="avatar ${other?.speaking ? 'speaking' : ''}" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
        <button type="button" part="button" aria-label=${texts.open} @click=${this.#expand}>${icon(expandIcon)}</button>
      </div>
      <span class="status" part="status">${view.phase === 'in-call' ? (view.link === 'up' ? this.#timer(view.since + clockOffset) : texts.reconnecting) : texts.joining}</span>
      <button type="button" class="disc ${on ? '' : 'off'}" part="button mute" aria-label=${on ? texts.mute : texts.unmute} @click=${this.#toggleMicrophone}>${icon(on ? microphoneIcon : microphoneOffIcon)}</button>
      <button type="button" class="disc red" part="button end" aria-label=${texts.end} @click=${this.#end}>${icon(endIcon)}</button>
    </section>`;
  }

  #timer(since: number): TemplateResult {
    const seconds = Math.max(0, Math.floor((Date.now() - since) / 1_000));
    const two = (value: number): string => String(value).padStart(2, '0');
    const hours = Math.floor(seconds / 3_600);
    return html`<time role="timer" aria-live="off">${hours ? `${hours}:` : ''}${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}</time>`;
  }

  /** Gives each surface its track, and takes it from those that are gone. */
  #play(): void {
    const videos = new Set<Element>(this.root.querySelectorAll('video[data-track]'));
    for (const [surface, { life }] of this.#playing) {
      if (videos.has(surface)) continue;
      life.abort();
      this.#playing.delete(surface);
    }
    for (const video of videos) {
      const track = (video as HTMLVideoElement).dataset.track ?? '';
      const now = this.#playing.get(video);
      if (now?.track === track) continue;
      now?.life.abort();
      const life = new AbortController();
      // Set as a property: the attribute alone does not mute what a script makes.
      if (video.closest('.self-view')) (video as HTMLVideoElement).muted = true;
      this.#playing.set(video, { track, life });
      this.session?.call.attach(track, video, { signal: life.signal });
    }
  }

  readonly #toggleCamera = (): void => {
    const call = this.session?.call;
    const self = call?.snapshot.room?.participants.find((each) => each.self);
    void call?.setCamera(!self?.camera);
  };
  readonly #toggleMicrophone = (): void => {
    const call = this.session?.call;
    const self = call?.snapshot.room?.participants.find((each) => each.self);
    void call?.setMicrophone(!(self?.microphone?.on ?? call.snapshot.wanted.microphone));
  };
  readonly #end = (): void => {
    if (this.dispatchEvent(new CallEndEvent())) void this.session?.call.end();
  };
  readonly #hear = (): void => void this.session?.call.resumePlayback();
  readonly #acknowledge = (): void => this.session?.call.acknowledge();
  readonly #askHelp = (): void => {
    this.#helping = true;
    this.requestUpdate();
  };
  readonly #expand = (): void => void this.dispatchEvent(new CallExpandEvent());
  readonly #closeMenu = (): void => this.#setMenu(null, '.bar > .icon');
  readonly #toggleMenu = (): void => {
    if (this.#menu) this.#closeMenu();
    else void import('./device-menu.ts').then((menu) => this.#setMenu(menu, '.devices :is(select, input)'));
  };

  #setMenu(menu: DeviceMenu | null, focus: string): void {
    this.#menu = menu;
    this.requestUpdate();
    void this.updateComplete.then(() => this.find(focus)?.focus());
  }
}

const pictureOf = (each: RoomParticipant): RoomParticipant['camera'] => each.screen ?? each.camera;

declare global {
  interface HTMLElementTagNameMap {
    'call-controls': CallControls;
  }
}
