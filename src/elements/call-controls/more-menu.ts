import type { TemplateResult } from 'lit';
import { html, nothing, render } from 'lit/html.js';
import type { CallMenuTexts } from '../../locales/call/menu/en.ts';
import { loadCallMenuTexts } from '../../locales/call/menu/load.ts';
import { loadComparedWords } from '../../locales/call/words/load.ts';
import type { Call } from '../../session/call/call.ts';
import type { DeviceInfo } from '../../session/contracts/devices.ts';
import { lookAt } from '../shared/compared-words.ts';
import { languageOf } from '../shared/language.ts';
import { adoptInto } from '../shared/session-element.ts';
import { menuStyles } from './more-menu.styles.ts';

const kinds = ['microphone', 'speaker', 'camera'] as const;
const opened = new WeakMap<HTMLElement, AbortController>();
/** As it was set last, in percent, which is how it is read out: it holds for the next call too. */
let loudness = 100;

/** Opens below the row of its `button`, or closes there, what a running call has behind it: which devices it uses, how loud it is, and whether it is private. */
export async function toggleMenu(button: HTMLElement, call: Call): Promise<void> {
  const before = opened.get(button);
  if (before) {
    before.abort();
    return;
  }
  const life = new AbortController();
  const { signal } = life;
  const root = button.getRootNode() as ShadowRoot;
  // Not every browser does it by itself.
  button.focus();
  const place = document.createElement('div');
  opened.set(button, life);
  signal.addEventListener('abort', () => {
    opened.delete(button);
    button.ariaExpanded = 'false';
    place.remove();
    button.focus();
  });
  const words = await loadCallMenuTexts(languageOf(button));
  let devices: readonly DeviceInfo[] | null = null;
  let compared: readonly string[] | null = null;
  const draw = (): void => {
    const { record, room } = call.snapshot;
    if (!devices) return;
    if (!place.isConnected) {
      life.abort();
      return;
    }
    const list = compared ?? [];
    const shown = room?.words?.flatMap((word) => list[word] ?? []) ?? [];
    const areNew = !!record && !!room?.words && shown.length > 0 && lookAt(record.id, room.words);
    render(menu(call, words, devices, shown, areNew, () => life.abort()), place);
    if (!room?.words || compared) return;
    compared = [];
    void loadComparedWords(languageOf(button)).then((all) => {
      compared = all;
      if (!signal.aborted) draw();
    });
  };
  if (signal.aborted) return;
  adoptInto(root, menuStyles);
  button.parentElement?.after(place);
  button.ariaExpanded = 'true';
  call.subscribe(draw, life);
  const watched = (known: readonly DeviceInfo[]): void => {
    const isFirst = !devices;
    devices = known;
    draw();
    // Whoever went elsewhere while it was loaded stays there.
    if (isFirst && root.activeElement === button) place.querySelector<HTMLElement>('select, input')?.focus();
  };
  call.watchDevices(watched, life);
}

function menu(call: Call, words: CallMenuTexts, devices: readonly DeviceInfo[], compared: readonly string[], areNew: boolean, close: () => void): TemplateResult {
  const { room } = call.snapshot;
  const choose = (kind: DeviceInfo['kind']) => (event: Event) => void call.switchDevice(kind, (event.target as HTMLSelectElement).value);
  const volume = (event: Event): void => {
    loudness = (event.target as HTMLInputElement).valueAsNumber;
    call.setVolume(loudness / 100);
  };
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
        <span>${words[kind]}</span>
        <select @change=${choose(kind)}>
          ${list.map((each, index) => html`<option value=${each.id} ?selected=${each.id === used}>${each.label || words.nameless(index + 1)}</option>`)}
        </select>
      </label>`;
    })}
    <label><span>${words.volume}</span><input type="range" min="0" max="100" step="5" value=${loudness} @input=${volume} /></label>
    ${compared.length > 0 ? comparison(words, compared, areNew, (room?.participants ?? []).filter((each) => each.outside).map(({ name, id }) => name ?? id)) : nothing}
  </div>`;
}

/** The words that both people see alike where nobody stands between them. */
export const comparison = (words: CallMenuTexts, compared: readonly string[], areNew: boolean, outsiders: readonly string[]): TemplateResult =>
  html`<section class="comparison" aria-labelledby="comparison">
    <h3 id="comparison">${words.comparison}</h3>
    <p class="compared">${compared.join(' · ')}</p>
    <p role="status">${areNew ? words.compareAgain : words.compare}</p>
    ${outsiders.map((name) => html`<p>${words.outside(name)}</p>`)}
  </section>`;
