import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { initialsOf } from '../../elements/shared/avatar.ts';
import type { Customer } from '../../protocol/conversation.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { RoomParticipant, RoomTrack } from '../../session/contracts/media-backend.ts';
import { icon } from '../shared/icons.ts';
import type { Words } from '../shared/words.ts';

/** Everybody in a call, as its window shows them: the others as tiles, oneself in a corner. */
export class CallPeople {
  /** Whose picture was seen since their camera was turned on. */
  readonly #seen = new Set<string>();

  /** Another call: nobody was seen in it. */
  forget(): void {
    this.#seen.clear();
  }

  draw({ room, view }: CallSnapshot, customer: Customer, words: Words): TemplateResult {
    const everybody = room?.participants ?? [];
    const others = everybody.filter((each) => !each.self);
    const self = everybody.find((each) => each.self);
    const rings = view.phase === 'ringing';
    return html`<div class="people" data-count=${Math.max(1, others.length)}>
      ${others.length === 0
        ? html`<div class="tile">${face(customer.name, rings ? 'face rings' : 'face')}</div>`
        : others.map((each) => this.#tile(each, customer, words, others.length > 1))}
      ${self && showing(self.camera) ? own(self.camera, words) : nothing}
    </div>`;
  }

  /** `named` where there is more than the one whom the window names. */
  #tile(participant: RoomParticipant, customer: Customer, { say, nameOf }: Words, named: boolean): TemplateResult {
    const shown = this.#pictureOf(participant);
    const name = participant.name ?? customer.name;
    const caption = participant.outside ? say('call.outside', { name: name ?? participant.id }) : (name ?? nameOf(customer));
    // `speaking` outlasts a mute by a moment.
    const speaks = participant.speaking && participant.microphone?.on !== false;
    return html`<div class=${speaks ? 'tile speaking' : 'tile'}>
      ${named ? html`<bdi class="caption">${caption}</bdi>` : nothing}
      ${shown?.on ? nothing : face(name, speaks ? 'face speaks' : 'face')}
      ${shown ? html`<video data-track=${shown.id} autoplay playsinline muted></video>` : nothing}
      ${participant.microphone && !participant.microphone.on
        ? html`<span class="muted" role="img" aria-label=${say('call.muted')} title=${say('call.muted')}>${icon('micOff')}</span>`
        : nothing}
    </div>`;
  }

  /**
   * The track that is played of somebody. A camera that was just turned on is played before its first picture, so that the player is ready for it;
   * until then the video is transparent.
   */
  #pictureOf({ id, screen, camera }: RoomParticipant): RoomTrack | null {
    const wasSeen = this.#seen.has(id);
    if (camera?.on) this.#seen.add(id);
    else if (!camera) this.#seen.delete(id);
    if (screen?.on) return screen;
    return camera && !camera.interrupted && (camera.on || !wasSeen) ? camera : null;
  }
}

const own = ({ id }: RoomTrack, { say }: Words): TemplateResult =>
  html`<div class="self" role="img" aria-label=${say('call.you')}>
    <video data-track=${id} autoplay playsinline muted></video>
  </div>`;

const showing = (track: RoomTrack | null): track is RoomTrack => track !== null && track.on && !track.interrupted;

const face = (name: string | null, className: string): TemplateResult =>
  html`<span class=${className} aria-hidden="true">${name ? initialsOf(name) : icon('person')}</span>`;
