import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit';
import type { CallTexts } from '../../locales/call/en.ts';
import type { Call, CallSnapshot } from '../../session/call/call.ts';
import type { DeviceInfo } from '../../session/contracts/devices.ts';

const kinds = ['microphone', 'speaker', 'camera'] as const;

/** Which devices a call uses, and how loud it is. Loaded when it is opened. */
export function deviceMenu(texts: CallTexts, { devices, room }: CallSnapshot, call: Call | null, close: () => void): TemplateResult {
  const choose = (kind: DeviceInfo['kind']) => (event: Event) => void call?.switchDevice(kind, (event.target as HTMLSelectElement).value);
  const volume = (event: Event): void => call?.setVolume((event.target as HTMLInputElement).valueAsNumber);
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return html`<div class="devices" @keydown=${keydown}>
    ${kinds.map((kind) => {
      const list = devices.filter((each) => each.kind === kind);
      if (list.length === 0) return nothing;
      const used = room?.devices[kind];
      return html`<label>
        <span>${texts.devices[kind]}</span>
        <select @change=${choose(kind)}>
          ${list.map((each, index) => html`<option value=${each.id} ?selected=${each.id === used}>${each.label || texts.devices.nameless(index + 1)}</option>`)}
        </select>
      </label>`;
    })}
    <label><span>${texts.devices.volume}</span><input type="range" min="0" max="1" step="0.05" value="1" @input=${volume} /></label>
  </div>`;
}
