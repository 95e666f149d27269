import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit';
import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import { browserKind } from './browser-kind.ts';
import type { BrowserKind } from './browser-kind.ts';

type Device = 'microphone' | 'camera';

/** Where this browser puts its question: the arrow's place in the picture of a window. */
const question: Readonly<Record<BrowserKind, readonly [x: number, y: number, width: number]>> = {
  'chromium-desktop': [14, 34, 76],
  'firefox-desktop': [14, 34, 84],
  'safari-desktop': [68, 40, 84],
  'chromium-phone': [78, 44, 64],
  'firefox-phone': [78, 78, 64],
  'safari-phone': [78, 48, 64],
};

const outline = (kind: BrowserKind): TemplateResult =>
  kind.endsWith('phone')
    ? html`<svg class="picture" viewBox="0 0 220 116" aria-hidden="true"><rect class="window" x="70" y="2" width="80" height="130" rx="12" /><rect class="address" x="80" y="12" width="60" height="12" rx="6" /><circle class="spot" cx="87" cy="18" r="3" /></svg>`
    : html`<svg class="picture" viewBox="0 0 220 116" aria-hidden="true"><rect class="window" x="2" y="2" width="216" height="130" rx="10" /><path class="line" d="M2 28h216" /><rect class="address" x="14" y="9" width="180" height="12" rx="6" /><circle class="spot" cx="21" cy="15" r="3" /></svg>`;

/** The browser's window with its question in it, and an arrow that points there. */
export function whereItAsks(texts: CallHelpTexts): TemplateResult {
  const kind = browserKind();
  const [x, y, width] = question[kind];
  return html`<div class="where">
    <div class="drawn">
      ${outline(kind)}
      <svg class="picture over" viewBox="0 0 220 116" aria-hidden="true">
        <rect class="asks" x=${x} y=${y} width=${width} height="34" rx="6" />
        <rect class="yes" x=${x + width - 30} y=${y + 20} width="24" height="8" rx="4" />
        <path class="arrow" d=${`M${x + width + 26} ${y + 46}l-16-16m0 11v-11h11`} />
      </svg>
    </div>
    <p>${texts.where[kind]}</p>
  </div>`;
}

const glyph: Readonly<Record<string, string>> = {
  setting: 'M6 9h20m8 0h4M6 23h4m8 0h20M30 5v8M14 19v8',
  plug: 'M16 4v8m12-8v8M12 12h20v6a10 10 0 0 1-20 0v-6Zm10 16v4',
  busy: 'M8 8h20v14H8zM16 26h20V14h-4',
  shield: 'M22 4 8 9v8c0 7 6 12 14 15 8-3 14-8 14-15V9L22 4Zm-5 9 10 10m0-10L17 23',
};

function picture(refusal: DeviceRefusal, kind: BrowserKind): TemplateResult {
  if (refusal === 'denied') return html`<div class="drawn">${outline(kind)}<svg class="picture over" viewBox="0 0 220 116" aria-hidden="true"><circle class="ring" cx=${kind.endsWith('phone') ? 87 : 21} cy=${kind.endsWith('phone') ? 18 : 15} r="9" /><path class="arrow" d=${kind.endsWith('phone') ? 'M116 54l-20-22m0 11v-11h11' : 'M54 52 32 28m0 11v-11h11'} /></svg></div>`;
  if (refusal === 'dismissed' || refusal === 'timeout') return whereDrawn(kind);
  const path = refusal === 'system' ? glyph.setting : refusal === 'no-device' || refusal === 'constraint' ? glyph.plug : refusal === 'busy' ? glyph.busy : glyph.shield;
  return html`<div class="drawn"><svg class="glyph" viewBox="0 0 44 36" aria-hidden="true"><path d=${path ?? ''} /></svg></div>`;
}

function whereDrawn(kind: BrowserKind): TemplateResult {
  const [x, y, width] = question[kind];
  return html`<div class="drawn">${outline(kind)}<svg class="picture over" viewBox="0 0 220 116" aria-hidden="true"><rect class="asks" x=${x} y=${y} width=${width} height="34" rx="6" /><rect class="yes" x=${x + width - 30} y=${y + 20} width="24" height="8" rx="4" /></svg></div>`;
}

function steps(texts: CallHelpTexts, refusal: DeviceRefusal, device: Device, camera: boolean, kind: BrowserKind): readonly string[] {
  switch (refusal) {
    case 'denied':
      return texts.steps[kind](camera);
    case 'dismissed':
    case 'timeout':
      return texts.dismissed;
    case 'system':
      return texts.system[kind.endsWith('phone') ? 'phone' : 'desktop'](device);
    case 'no-device':
    case 'constraint':
      return texts.noDevice(device);
    case 'busy':
      return texts.busy(device);
    case 'unsupported':
      return texts.unsupported;
    case 'policy':
    case 'insecure':
      return texts.nothingToDo;
  }
}

/** What was refused, why, and what to do about it in this browser. */
export function refusalHelp(texts: CallHelpTexts, refusal: DeviceRefusal, device: Device, camera = device === 'camera'): TemplateResult {
  const kind = browserKind();
  const list = steps(texts, refusal, device, camera, kind);
  return html`<div class="help" part="help">
    ${picture(refusal, kind)}
    <p>${texts.why(refusal, device)}</p>
    ${list.length > 1 ? html`<ol>${list.map((step) => html`<li>${step}</li>`)}</ol>` : html`<p>${list[0]}</p>`}
  </div>`;
}
