import type { TemplateResult } from 'lit';
import { nothing } from 'lit/html.js';
import { en } from '../../locales/call/en.ts';
import type { CallTexts } from '../../locales/call/en.ts';
import { loadCallTexts } from '../../locales/call/load.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { Call } from '../../session/call/call.ts';
import type { RoomParticipant } from '../../session/contracts/media-backend.ts';
import { drawnView } from './drawn-view.ts';
import { languageOf } from './language.ts';
import type * as Rare from './rare-call.ts';
import type { RareCall } from './rare-call.ts';
import { SessionElement } from './session-element.ts';

const loadRare = (): Promise<typeof Rare> => import('./rare-call.ts');

/** What the call's elements share: the call as it is to be shown, its words in the language of the place, names, and what few calls show. */
export abstract class CallElement extends SessionElement {
  protected texts: CallTexts = en;
  #rare: RareCall | undefined;
  #loading: Promise<void> | undefined;

  protected get call(): Call | undefined {
    return this.session?.call;
  }

  protected override followed(): void {
    void loadCallTexts(languageOf(this)).then(
      (texts = en) => {
        this.texts = texts;
        this.requestUpdate();
      },
      () => undefined,
    );
    // Times are shown in whole seconds: what never stood still would have the page laid out and painted for every frame.
    const tick = setInterval(() => this.requestUpdate(), 1_000);
    this.watching.signal.onabort = () => clearInterval(tick);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { call } = this;
    return call ? this.draw(drawnView(call.snapshot.view), call) : nothing;
  }

  protected abstract draw(view: CallView, call: Call): TemplateResult | typeof nothing;

  /** What few calls show: `plain` until it is there, and where it cannot be had; then it is asked for again with a later drawing. */
  protected rarely<Drawn, Plain>(draw: (rare: RareCall) => Drawn, plain: Plain): Drawn | Plain {
    if (this.#rare) return draw(this.#rare);
    this.#loading ??= loadRare()
      .then(({ rareCall }) => rareCall(this))
      .then(
        (rare) => {
          this.#rare = rare;
          this.requestUpdate();
        },
        () => (this.#loading = undefined),
      );
    return plain;
  }

  /** Somebody's name as the room has it, or the call's record; the other side's where nobody is given. */
  protected nameOf(who?: RoomParticipant): string {
    const known = this.call?.snapshot.record?.participants.find(({ id, role }) => (who?.id ? id === who.id : role !== this.session?.side));
    return who?.self ? this.texts.you : (who?.name ?? known?.name ?? this.texts.someone);
  }
}

/** Leaves it to a part that few calls need what becomes of an event. */
export const rarely =
  (act: (rare: typeof Rare, target: HTMLElement) => unknown) =>
  ({ currentTarget }: Event): void =>
    void loadRare().then((rare) => act(rare, currentTarget as HTMLElement));
