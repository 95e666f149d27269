import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { Devices } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import { icon } from '../shared/icons.ts';
import type { Words } from '../shared/words.ts';

/** What came of trying the microphone and the camera. `audio` is a microphone where there is no camera. */
export type DeviceCheck =
  | { readonly is: 'none' | 'checking' | 'both' | 'audio' }
  | { readonly is: 'refused'; readonly device: 'microphone' | 'camera'; readonly refusal: DeviceRefusal };

/** Opens both, or the microphone alone, and releases them: after that the devices have names. */
export async function tryDevices(
  devices: Devices,
  chosen: { readonly microphone: string | null; readonly camera: string | null },
  signal: AbortSignal,
): Promise<DeviceCheck> {
  const open = async (withCamera: boolean): Promise<void> => {
    const media = await devices.open({ microphone: chosen.microphone ?? true, camera: withCamera && (chosen.camera ?? true) }, signal);
    media.microphone?.stop();
    media.camera?.stop();
  };
  const both = await open(true).then(() => null, refusalOf);
  if (both === null) return { is: 'both' };
  const audio = await open(false).then(() => null, refusalOf);
  if (audio !== null) return { is: 'refused', device: 'microphone', refusal: audio };
  return both === 'no-device' ? { is: 'audio' } : { is: 'refused', device: 'camera', refusal: both };
}

/** In words; null before anything was tried. */
export function checkWords(check: DeviceCheck, { say }: Words): TemplateResult | string | null {
  switch (check.is) {
    case 'none':
      return null;
    case 'checking':
      return say('settings.checking');
    case 'both':
      return html`<span class="good">${icon('check')}${say('settings.checked')}</span>`;
    case 'audio':
      return html`<span class="good">${icon('check')}${say('settings.checkedAudio')}</span>`;
    case 'refused':
      return html`<span class="bad">${say(`trouble.${check.device}.${check.refusal}`)}</span> ${say(`trouble.help.${check.refusal}`)}`;
  }
}

const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');
