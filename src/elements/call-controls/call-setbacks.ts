import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallTexts } from '../../locales/call/en.ts';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import { loadCallHelp } from '../../locales/call/help/load.ts';
import type { Call, CallSnapshot, CallTrouble } from '../../session/call/call.ts';
import { refusalHelp } from '../call-prompt/refusal-help.ts';
import { refusalHelpStyles } from '../call-prompt/refusal-help.styles.ts';
import { closeIcon } from '../shared/call-icons.ts';
import { css } from '../shared/css.ts';
import { icon } from '../shared/icon.ts';
import { soundIcon } from '../shared/more-icons.ts';
import type { Notice } from './notice.ts';

/** The notice of a call that something sets back: worst first, each looks different. `usual` is what would be said without. */
export function setbacks(call: Call, usual: Notice, texts: CallTexts, words: CallHelpTexts): Notice {
  const { room, trouble } = call.snapshot;
  const over = room?.playback === 'blocked' ? hearButton(call, words) : nothing;
  return [...said(call.snapshot, usual, words), over, trouble ? troubleNotice(call, trouble, texts, words) : nothing];
}

function said({ view, room, trouble }: CallSnapshot, [look, plain]: Notice, words: CallHelpTexts): readonly [look: string, words: string] {
  const [self] = room?.participants ?? [];
  if (view.phase === 'joining' && view.path === 'relay') return ['', words.relay];
  if (view.phase !== 'in-call' || view.link === 'reconnecting') return [look, plain];
  if (self?.microphone?.interrupted) return ['bad', words.mutedSystem];
  if (self?.camera?.interrupted) return ['bad', words.cameraSystem];
  // What was refused says so by itself.
  if (trouble) return ['warn', ''];
  return self?.microphone?.silent && !plain ? ['warn', words.silent] : [look, plain];
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

/** Where the browser lets sound play only after a press. */
function hearButton(call: Call, words: CallHelpTexts): TemplateResult {
  const hear = (): void => void call.resumePlayback();
  return html`<button type="button" class="hear" part="button" @click=${hear}>${icon(soundIcon)}${words.hear}</button>`;
}

export const styles = [
  refusalHelpStyles,
  css`
    .bad {
      background: var(--_red);
      color: #fff;
    }
    .trouble {
      display: grid;
      grid-template-columns: 1fr auto;
      align-items: center;
      padding-block: 4px;
      padding-inline: 12px 4px;
      border-block-end: 1px solid var(--_line);
      font-size: 13px;
    }
    .trouble > div {
      grid-column: 1 / -1;
      padding-block-end: 8px;
    }
    .what {
      justify-self: start;
      min-block-size: 44px;
      color: var(--_accent-text);
      font-weight: 600;
      text-decoration: underline;
    }
    .hear {
      position: absolute;
      inset: 0;
      margin: auto;
      display: flex;
      align-items: center;
      gap: 8px;
      inline-size: fit-content;
      block-size: 44px;
      padding-inline: 20px;
      border: 1px solid transparent;
      border-radius: 22px;
      background: #fff;
      color: #111;
      font-weight: 600;
    }
  `,
];

export { loadCallHelp as words };
