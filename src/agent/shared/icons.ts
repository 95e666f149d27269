import { html, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';

/** One family: a 24 px grid, rounded strokes of 1.75 px. Decorative: whatever holds one has the words. */
const paths = {
  chat: svg`<path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z"/>`,
  endChat: svg`<path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM9.5 8.5l5 5M14.5 8.5l-5 5"/>`,
  send: svg`<path d="M4.5 12h8M4.5 12 3 4.5 21 12 3 19.5 4.5 12Z"/>`,
  phone: svg`<path d="M6.2 3.5h2.2a1 1 0 0 1 1 .8l.7 3.2a1 1 0 0 1-.3 1L8.2 10a12.5 12.5 0 0 0 5.8 5.8l1.5-1.6a1 1 0 0 1 1-.3l3.2.7a1 1 0 0 1 .8 1v2.2a2 2 0 0 1-2.1 2C10.5 19.4 4.6 13.5 4.2 5.6a2 2 0 0 1 2-2.1Z"/>`,
  hangUp: svg`<path d="M3.2 14.8c-.8-1-.7-2.3.2-3.2 4.8-4.6 12.4-4.6 17.2 0 .9.9 1 2.2.2 3.2l-1 1.2a1.1 1.1 0 0 1-1.3.3l-2.7-1.3a1.1 1.1 0 0 1-.6-1v-1.8a10.6 10.6 0 0 0-6.4 0V14a1.1 1.1 0 0 1-.6 1l-2.7 1.3a1.1 1.1 0 0 1-1.3-.3l-1-1.2Z"/>`,
  video: svg`<rect x="2.5" y="6" width="12.5" height="12" rx="2.5"/><path d="m15 10.5 6-3.5v10l-6-3.5"/>`,
  videoOff: svg`<path d="M9 6h3.5A2.5 2.5 0 0 1 15 8.5v2l6-3.5v10l-3-1.7M15 15.5A2.5 2.5 0 0 1 12.5 18H5a2.5 2.5 0 0 1-2.5-2.5v-7C2.5 7.3 3.3 6.3 4.4 6M3 3l18 18"/>`,
  mic: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
  micOff: svg`<path d="M9 9v2a3 3 0 0 0 4.6 2.5M15 11V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10 5.4M18 14a6.4 6.4 0 0 0 .5-2.5M12 18v3M3 3l18 18"/>`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.6"/>`,
  settings: svg`<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>`,
  keys: svg`<rect x="2.5" y="6" width="19" height="12" rx="2.5"/><path d="M6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8"/>`,
  signOut: svg`<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9"/>`,
  back: svg`<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-3.7 3.8-6 7.5-6s6.7 2.3 7.5 6"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19c.6-3.3 3.2-5.2 6.5-5.2s5.9 1.9 6.5 5.2M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.3c2 .8 3.2 2.5 3.5 4.7"/>`,
  warning: svg`<path d="M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.2v.01"/>`,
  offline: svg`<path d="M3 3l18 18M8.5 16.5a5 5 0 0 1 7 0M5.5 13a9.5 9.5 0 0 1 5-2.6M14.5 10.7a9.5 9.5 0 0 1 4 2.3M2.5 9.5A14 14 0 0 1 7 6.7M10.5 5.6a14 14 0 0 1 11 3.9M12 20v.01"/>`,
  mail: svg`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.8 7.2 8.2 6.3 8.2-6.3"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  globe: svg`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.4 3.7 5.2 3.7 8.5s-1.2 6.1-3.7 8.5c-2.5-2.4-3.7-5.2-3.7-8.5S9.5 5.9 12 3.5Z"/>`,
  page: svg`<path d="M7 3.5h7l4.5 4.5v10.5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2ZM13.5 3.5v5h5"/>`,
  erase: svg`<path d="M4.5 6.5h15M9.5 6.5V5a1.5 1.5 0 0 1 1.5-1.5h2A1.5 1.5 0 0 1 14.5 5v1.5M6.5 6.5l.8 12a2 2 0 0 0 2 1.9h5.4a2 2 0 0 0 2-1.9l.8-12M10 10.5v5.5M14 10.5v5.5"/>`,
  signal: svg`<path d="M5 19v-3M10 19v-7M15 19V8M20 19V4"/>`,
  sound: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>`,
} as const satisfies Readonly<Record<string, SVGTemplateResult>>;

export type IconName = keyof typeof paths;

export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
