import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Call } from '../../session/call/call.ts';
import type { DeviceInfo, Devices } from '../../session/contracts/devices.ts';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Preferences, forgetful } from '../shared/preferences.ts';
import type { PreferenceValues } from '../shared/preferences.ts';
import { Watch } from '../shared/watch.ts';
import { Words, agentLanguages } from '../shared/words.ts';
import type { DeviceCheck } from './device-check.ts';
import { checkWords, tryDevices } from './device-check.ts';
import { dialogStyles } from './dialog.styles.ts';
import { dialogView } from './dialog.ts';
import { settingsStyles } from './settings-dialog.styles.ts';

const kinds = ['microphone', 'camera', 'speaker'] as const;

/** The agent wants to hear what the tones are like. */
export class SoundSampleEvent extends Event {
  static readonly type = 'sound-sample';

  constructor() {
    super(SoundSampleEvent.type);
  }
}

/** The agent's preferences: language, appearance, sounds, keys, and the devices of calls. */
export class AgentSettingsDialog extends LitElement {
  static override properties = {
    words: { attribute: false },
    devices: { attribute: false },
    call: { attribute: false },
    preferences: { attribute: false },
    browserLanguage: { attribute: false },
    _open: { state: true },
    _devices: { state: true },
    _check: { state: true },
  };
  declare words: Words;
  declare devices: Devices | null;
  /** The running call, whose devices change at once. */
  declare call: Call | null;
  declare preferences: Preferences;
  declare browserLanguage: string;
  declare _open: boolean;
  declare _devices: readonly DeviceInfo[];
  declare _check: DeviceCheck;

  static override styles = [look, controls, dialogStyles, settingsStyles];

  #opened = new AbortController();
  #watching = new AbortController();

  constructor() {
    super();
    this.words = new Words('en');
    this.devices = null;
    this.call = null;
    this.preferences = new Preferences(forgetful());
    this.browserLanguage = 'en';
    this._open = false;
    this._devices = [];
    this._check = { is: 'none' };
    new Watch(this, () => this.preferences);
    new Watch(this, () => this.call);
  }

  show(): void {
    if (this._open) return;
    this._open = true;
    this._check = { is: 'none' };
    this.#opened = new AbortController();
    this.#watch();
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#opened.abort();
    this._open = false;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this._open) return nothing;
    const { say } = this.words;
    const content = html`${this.#general()}
      <h3>${say('settings.devices')}</h3>
      ${kinds.map((kind) => this.#device(kind))} ${this.#devicesCheck()}`;
    return dialogView(this.words, say('settings.title'), content, this.#closed);
  }

  #general(): TemplateResult {
    const { say } = this.words;
    const values = this.preferences.snapshot;
    const browser = this.words.languageName(new Words(this.browserLanguage).language);
    return html`
      <label class="field">
        <span>${say('settings.language')}</span>
        <select @change=${this.#speak}>
          <option value="" .selected=${values.language === null}>${say('settings.languageAuto', { language: browser })}</option>
          ${agentLanguages.map(
            ({ code, name }) => html`<option value=${code} lang=${code} .selected=${values.language === code}>${name}</option>`,
          )}
        </select>
      </label>
      <label class="field">
        <span>${say('settings.theme')}</span>
        <select @change=${this.#dress}>
          ${([
            ['auto', 'settings.themeAuto'],
            ['light', 'settings.themeLight'],
            ['dark', 'settings.themeDark'],
          ] as const).map(([value, key]) => html`<option value=${value} .selected=${values.theme === value}>${say(key)}</option>`)}
        </select>
      </label>
      ${this.#switch('sound', say('settings.sound'), say('settings.soundHelp'), html`<button type="button" @click=${this.#hear}>
        ${icon('sound')}${say('settings.hear')}
      </button>`)}
      ${this.#switch('keys', say('settings.keys'), say('settings.keysHelp'))}
    `;
  }

  #switch(name: 'sound' | 'keys', label: string, help: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
    const on = this.preferences.snapshot[name];
    const change = (event: Event): void => this.preferences.change({ [name]: event.target instanceof HTMLInputElement && event.target.checked });
    return html`<div class="field">
      <div>
        <label for=${name}>${label}</label>
        <p class="quiet minor" id=${`${name}-help`}>${help}</p>
      </div>
      <div class="actions">
        ${action}
        <input
          class="switch"
          id=${name}
          type="checkbox"
          role="switch"
          aria-describedby=${`${name}-help`}
          aria-checked=${on ? 'true' : 'false'}
          .checked=${on}
          @change=${change}
        />
      </div>
    </div>`;
  }

  #device(kind: DeviceInfo['kind']): TemplateResult {
    const { say } = this.words;
    const found = this._devices.filter((each) => each.kind === kind && each.id !== 'default' && each.id !== 'communications');
    const inUse = this.call?.snapshot.room?.devices[kind] ?? null;
    const chosen = this.preferences.snapshot[kind] ?? inUse;
    const choose = (event: Event): void => void this.#choose(kind, valueOf(event));
    const known = found.some((each) => each.id === chosen);
    return html`<label class="field">
      <span>${say(`settings.${kind}`)}</span>
      <select ?disabled=${found.length === 0} @change=${choose}>
        <option value="" .selected=${!known}>${say(found.length === 0 && kind !== 'speaker' ? 'settings.noDevice' : 'settings.systemDefault')}</option>
        ${found.map(
          (each, index) =>
            html`<option value=${each.id} .selected=${each.id === chosen}>
              ${each.label || say(`settings.unnamed.${kind}`, { n: index + 1 })}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #devicesCheck(): TemplateResult {
    const { say } = this.words;
    const nameless = this._devices.every((each) => each.label === '');
    return html`<div class="check">
      <button type="button" aria-disabled=${this._check.is === 'checking' || this.call ? 'true' : 'false'} @click=${this.#check}>
        ${icon('mic')}${say('settings.check')}
      </button>
      <p role="status">
        ${checkWords(this._check, this.words) ?? (nameless ? html`<span class="quiet">${say('settings.namesLater')}</span>` : nothing)}
      </p>
    </div>`;
  }

  async #choose(kind: DeviceInfo['kind'], id: string): Promise<void> {
    this.preferences.change({ [kind]: id || null });
    if (id) await this.call?.switchDevice(kind, id);
  }

  /** Also after a check: once permission is given, the devices have names. */
  #watch(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    this.devices?.watch((devices) => (this._devices = devices), { signal: AbortSignal.any([this.#watching.signal, this.#opened.signal]) });
  }

  async #try(): Promise<void> {
    const { devices } = this;
    if (!devices || this._check.is === 'checking' || this.call) return;
    const { signal } = this.#opened;
    this._check = { is: 'checking' };
    const check = await tryDevices(devices, this.preferences.snapshot, signal);
    if (signal.aborted) return;
    this._check = check;
    this.#watch();
  }

  readonly #speak = (event: Event): void => this.preferences.change({ language: valueOf(event) || null });
  readonly #dress = (event: Event): void => this.preferences.change({ theme: themeOf(valueOf(event)) });
  readonly #check = (): void => void this.#try();
  readonly #hear = (): void => void this.dispatchEvent(new SoundSampleEvent());

  readonly #closed = (): void => {
    this.#opened.abort();
    this._open = false;
  };
}

const valueOf = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');

const themeOf = (value: string): PreferenceValues['theme'] => (value === 'light' || value === 'dark' ? value : 'auto');
