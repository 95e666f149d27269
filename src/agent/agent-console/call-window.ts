import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { AgentTextKey } from '../../locales/agent/en.ts';
import { loadComparedWords } from '../../locales/call/words/load.ts';
import { participantOf } from '../../protocol/call-record.ts';
import type { Customer } from '../../protocol/conversation.ts';
import type { Call, CallSnapshot } from '../../session/call/call.ts';
import type { Quality, RoomParticipant } from '../../session/contracts/media-backend.ts';
import { callSentence } from '../shared/call-words.ts';
import { icon } from '../shared/icons.ts';
import type { IconName } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Preferences, forgetful } from '../shared/preferences.ts';
import { Surfaces } from '../shared/surfaces.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { CallPeople } from './call-people.ts';
import { peopleStyles } from './call-people.styles.ts';
import { callWindowStyles } from './call-window.styles.ts';
import { Comparison } from './comparison.ts';
import { Floating } from './floating.ts';

/** The window was moved or resized. */
export class CallWindowPlacedEvent extends Event {
  static readonly type = 'call-window-placed';

  constructor() {
    super(CallWindowPlacedEvent.type);
  }
}

/**
 * A running call's window: everyone in it, what the customer is doing as a sentence, and exactly three buttons. Devices stand in the
 * settings, whatever else there is to say stands above the transcript.
 */
export class AgentCallWindow extends LitElement {
  static override properties = {
    words: { attribute: false },
    call: { attribute: false },
    customer: { attribute: false },
    online: { attribute: false },
    now: { attribute: false },
    preferences: { attribute: false },
    bounds: { attribute: false },
  };
  declare words: Words;
  declare call: Call | null;
  declare customer: Customer | null;
  /** Whether this page hears the server. */
  declare online: boolean;
  declare now: () => number;
  declare preferences: Preferences;
  /** Where the window may be, in the viewport's pixels. */
  declare bounds: () => DOMRect | null;

  static override styles = [look, controls, callWindowStyles, peopleStyles];

  readonly #floating = new Floating(this, {
    bounds: () => this.bounds(),
    place: () => this.preferences.snapshot.callPlace,
    moved: (callPlace) => this.preferences.change({ callPlace }),
    placed: () => this.dispatchEvent(new CallWindowPlacedEvent()),
  });

  readonly #comparison = new Comparison({ load: loadComparedWords, loaded: () => this.requestUpdate() });
  readonly #people = new CallPeople();

  constructor() {
    super();
    this.words = new Words('en');
    this.call = null;
    this.customer = null;
    this.online = true;
    this.now = Date.now;
    this.preferences = new Preferences(forgetful());
    this.bounds = () => null;
    new Watch(this, () => this.call);
    new Surfaces(this, () => this.call);
    new Tick(this, () => this.call?.snapshot.view.phase === 'in-call');
  }

  /** Its bounds changed. */
  place(): void {
    this.#floating.place();
  }

  /** By key: toggles the microphone. */
  toggleMicrophone(): void {
    const { call } = this;
    if (call && !isElsewhere(call.snapshot)) void call.setMicrophone(!call.snapshot.wanted.microphone);
  }

  /** By key: toggles the camera, if that is possible. */
  toggleCamera(): void {
    const { call } = this;
    if (call && this.#whyNoCamera(call.snapshot) === null) void call.setCamera(!call.snapshot.wanted.camera);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('call')) this.#people.forget();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { call, customer, words } = this;
    if (!call || !customer) return nothing;
    const { snapshot } = call;
    const { say } = words;
    const name = words.nameOf(customer);
    const self = selfIn(snapshot.room);
    const others = snapshot.room?.participants.filter((each) => !each.self) ?? [];
    return html`<section
      class="window"
      aria-label=${say('call.with', { name })}
      aria-describedby="move"
      tabindex="0"
      @keydown=${this.#floating.keydown}
    >
      <div class="head" @pointerdown=${this.#floating.grab}>
        <bdi class="name">${name}</bdi>
        ${this.#timer(snapshot)} ${this.#quality(snapshot, others)}
      </div>
      ${this.#people.draw(snapshot, customer, words)}
      <p class="doing" role="status">${this.#sentence(snapshot, name)}</p>
      ${this.#hint(snapshot, self, others)} ${this.#comparison.draw(snapshot, words)}
      <div class="buttons">
        ${this.#camera(call, self)} ${this.#microphone(call, self)}
        ${this.#button('end', 'hangUp', say('call.end'), () => void call.end(), { busy: snapshot.view.phase === 'ending' })}
      </div>
      <p id="move" class="sr">${say('call.move')}</p>
    </section>`;
  }

  /** Empty once ended: the notice above the transcript says how, since this window goes. */
  #sentence({ record, view }: CallSnapshot, name: string): string {
    return view.phase === 'ended' ? '' : callSentence({ record, view, name, online: this.online }, this.words);
  }

  #timer({ view, clockOffset }: CallSnapshot): TemplateResult | typeof nothing {
    if (view.phase !== 'in-call') return nothing;
    return html`<span class="timer figures" role="timer">${this.words.timer(this.now() - (view.since + clockOffset))}</span>`;
  }

  #quality({ view, room }: CallSnapshot, others: readonly RoomParticipant[]): TemplateResult | typeof nothing {
    if (view.phase !== 'in-call' || !room) return nothing;
    const worst = worstOf(others);
    const words = this.words.say(`call.quality.${worst}`);
    return html`<span class=${`quality ${worst}`} role="img" aria-label=${words} title=${words}>${bars}</span>`;
  }

  /** The most important problem alone. A lost connection is told by the sentence. */
  #hint({ view }: CallSnapshot, self: RoomParticipant | null, others: readonly RoomParticipant[]): TemplateResult {
    const { microphone, camera } = self ?? { microphone: null, camera: null };
    const isWeak = view.phase === 'in-call' && view.link === 'up' && worstOf(others) === 'poor';
    const hints: readonly (readonly [holds: boolean | undefined, face: IconName, key: AgentTextKey])[] = [
      [microphone?.interrupted, 'micOff', 'call.interrupted'],
      [camera?.interrupted, 'videoOff', 'call.cameraInterrupted'],
      [microphone?.on === false, 'micOff', 'call.youMuted'],
      [microphone?.silent, 'warning', 'call.silent'],
      [isWeak, 'signal', 'call.quality.poor'],
    ];
    const [, face, key] = hints.find(([holds]) => holds) ?? [];
    return html`<p class="hint" role="status">${face && key ? html`${icon(face)}<span>${this.words.say(key)}</span>` : nothing}</p>`;
  }

  #camera(call: Call, self: RoomParticipant | null): TemplateResult {
    const { say } = this.words;
    const { snapshot } = call;
    const { wanted } = snapshot;
    const on = cameraIn(snapshot, self);
    return this.#button(
      'camera',
      on ? 'video' : 'videoOff',
      say(on ? 'call.cameraOff' : 'call.cameraOn'),
      () => void call.setCamera(!on),
      { busy: !isElsewhere(snapshot) && on !== wanted.camera, off: !on, why: this.#whyNoCamera(snapshot) },
    );
  }

  #microphone(call: Call, self: RoomParticipant | null): TemplateResult {
    const { say } = this.words;
    const { snapshot } = call;
    const { wanted } = snapshot;
    const elsewhere = isElsewhere(snapshot);
    // The state of another window's microphone is not known here.
    const on = elsewhere || (self ? (self.microphone?.on ?? false) : wanted.microphone);
    return this.#button(
      'microphone',
      on ? 'mic' : 'micOff',
      say(on ? 'call.micMute' : 'call.micUnmute'),
      () => void call.setMicrophone(!on),
      { busy: self !== null && on !== wanted.microphone, off: !on, why: elsewhere ? say('call.elsewhere') : null },
    );
  }

  /** Null while it is on: it can always be turned off. */
  #whyNoCamera(snapshot: CallSnapshot): string | null {
    const { record, wanted, room } = snapshot;
    if (isElsewhere(snapshot)) return this.words.say('call.elsewhere');
    const on = wanted.camera || cameraIn(snapshot, selfIn(room));
    return on || !record || record.choices.includes('video') ? null : this.words.say('trouble.start.VIDEO_OFF');
  }

  #button(
    name: string,
    face: IconName,
    label: string,
    press: () => void,
    { busy = false, off = false, why = null }: { readonly busy?: boolean; readonly off?: boolean; readonly why?: string | null },
  ): TemplateResult {
    return html`<button
      type="button"
      class=${`round ${name}${off ? ' off' : ''}`}
      aria-busy=${busy ? 'true' : 'false'}
      aria-disabled=${why ? 'true' : 'false'}
      aria-description=${why ?? nothing}
      title=${why ?? nothing}
      @click=${why ? nothing : press}
    >
      <span class="disc">${icon(face)}</span><span class="word">${label}</span>
    </button>`;
  }
}

/** The call is in another window: only that one knows and controls its microphone and camera. */
const isElsewhere = ({ view }: CallSnapshot): boolean => view.phase === 'elsewhere';

const selfIn = (room: CallSnapshot['room']): RoomParticipant | null => room?.participants.find((each) => each.self) ?? null;

const cameraIn = (snapshot: CallSnapshot, self: RoomParticipant | null): boolean => {
  const { wanted, record } = snapshot;
  if (isElsewhere(snapshot)) return (record && participantOf(record, 'agent'))?.outcome === 'video';
  return self ? (self.camera?.on ?? false) : wanted.camera;
};

const order: readonly Quality[] = ['lost', 'poor', 'fair', 'good', 'unknown'];

/** The worst of what the connections say. */
const worstOf = (others: readonly RoomParticipant[]): Quality => order.find((quality) => others.some((each) => each.quality === quality)) ?? 'unknown';

const bars = html`<i></i><i></i><i></i>`;
