import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import { en } from '../../locales/call/en.ts';
import type { CallTexts } from '../../locales/call/en.ts';
import { loadCallTexts } from '../../locales/call/load.ts';
import type { Call } from '../../session/call/call.ts';
import type { RoomParticipant } from '../../session/contracts/media-backend.ts';
import { icon } from './icon.ts';
import { languageOf } from './language.ts';
import { SessionElement } from './session-element.ts';

/** What the call's elements share: the call, its words in the language of the place, and names. */
export abstract class CallElement extends SessionElement {
  protected texts: CallTexts = en;

  protected get call(): Call | undefined {
    return this.session?.call;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCallTexts(languageOf(this)).then((texts) => {
      this.texts = texts;
      this.requestUpdate();
    });
  }

  /** Somebody's name as the room has it, or the call's record; the other side's where nobody is given. */
  protected nameOf(who?: RoomParticipant): string {
    const known = this.call?.snapshot.record?.participants.find(({ id, role }) => (who?.id ? id === who.id : role !== this.session?.side));
    return who?.self ? this.texts.you : (who?.name ?? known?.name ?? this.texts.someone);
  }
}

/** A button with its name beside or under its picture, as `look` has it. */
export const callButton = (look: string, label: string, press: () => void, picture?: string, part = ''): TemplateResult =>
  html`<button type="button" class=${look} part="button ${part}" @click=${press}>${picture ? icon(picture) : nothing}<span>${label}</span></button>`;
