import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallTexts } from '../../locales/call/en.ts';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import type { Call, CallSnapshot, CallTrouble } from '../../session/call/call.ts';
import { refusalHelp } from '../call-prompt/refusal-help.ts';
import { closeIcon } from '../shared/call-icons.ts';
import { areUnseen } from '../shared/compared-words.ts';
import { icon } from '../shared/icon.ts';
import { soundIcon } from '../shared/more-icons.ts';
import type { Notice } from './notice.ts';

/** The notice of a call that something sets back: worst first, each looks different. `usual` is what would be said without. */
export function setbacks(call: Call, usual: Notice, texts: CallTexts, words: CallHelpTexts): Notice {
  const { room, trouble } = call.snapshot;
  const below = html`${room?.playback === 'blocked' ? hearButton(call, words) : nothing}${trouble ? troubleNotice(call, trouble, texts, words) : nothing}`;
  return [...said(call.snapshot, usual, words), below];
}

function said({ view, record, room, trouble }: CallSnapshot, [look, plain]: Notice, words: CallHelpTexts): readonly [look: string, words: string] {
  const [self, other] = room?.participants ?? [];
  if (view.phase === 'joining' && view.path === 'relay') return ['', words.relay];
  if (view.phase !== 'in-call' || view.link === 'reconnecting') return [look, plain];
  if (self?.microphone?.interrupted) return ['bad', words.mutedSystem];
  if (self?.camera?.interrupted) return ['bad', words.cameraSystem];
  // Until they are looked at: a page that was loaded again may have brought them, or somebody who stepped in between.
  if (record && room?.words && areUnseen(record.id, room.words)) return ['warn', words.newWords];
  // What was refused says so by itself.
  if (trouble) return ['warn', ''];
  if (plain) return [look, plain];
  if (self?.microphone?.silent) return ['warn', words.silent];
  return other?.quality === 'poor' || other?.quality === 'lost' ? ['warn', words.quality.poor] : ['', ''];
}

/** What was refused inside a call, and on demand what to do about it. */
function troubleNotice(call: Call, { type, refusal }: CallTrouble, texts: CallTexts, words: CallHelpTexts): TemplateResult {
  const acknowledge = (): void => call.acknowledge();
  return html`<div class="trouble" part="notice" role="alert">
    <p>${words.trouble[type]}</p>
    <button type="button" class="tool" part="button" aria-label=${texts.close} @click=${acknowledge}>${icon(closeIcon)}</button>
    ${refusal
      ? html`<button type="button" class="what" part="button" @click=${reveal}>${words.help}</button>
          <div hidden>${refusalHelp(words, refusal, type === 'camera' ? 'camera' : 'microphone')}</div>`
      : nothing}
  </div>`;
}

const reveal = ({ currentTarget }: Event): void => {
  const button = currentTarget as HTMLElement;
  button.nextElementSibling?.removeAttribute('hidden');
  button.hidden = true;
};

/** Where the browser lets sound play only after a press: over the people. */
function hearButton(call: Call, words: CallHelpTexts): TemplateResult {
  const hear = (): void => void call.resumePlayback();
  return html`<button type="button" class="hear" part="button" @click=${hear}>${icon(soundIcon)}${words.hear}</button>`;
}
