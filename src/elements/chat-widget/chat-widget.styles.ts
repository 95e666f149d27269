/** Plain text: the launcher is drawn without Lit. Widest hint first: the panel inherits the colours from here. */
export const styles = `:host {
  --_accent: var(--chat-accent, oklch(0.5 0.13 255));
  --_on-accent: oklch(from var(--_accent) clamp(0, (0.57 - l) * 1000, 1) 0 0);
  position: fixed;
  z-index: var(--chat-layer, 2147483000);
  inset-block-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-bottom));
  inset-inline-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-right));
  color-scheme: var(--chat-scheme, inherit);
  font-family: var(--chat-font, inherit);
}
:host([hidden]) { display: none; }
button {
  position: relative;
  display: grid;
  place-items: center;
  width: 56px;
  height: 56px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: var(--_accent);
  color: var(--_on-accent);
  box-shadow: 0 6px 24px rgb(0 0 0 / .22);
  cursor: pointer;
  transition: scale .15s ease-out;
}
button:hover { scale: 1.05; }
button:focus-visible { outline: 3px solid var(--_accent); outline-offset: 3px; }
svg { width: 28px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
span {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  min-width: 14px;
  padding: 0 4px;
  border: 2px solid Canvas;
  border-radius: 13px;
  background: oklch(.53 .2 27);
  color: #fff;
  font: 600 12px/18px system-ui;
}
span::before { content: attr(data-before); position: absolute; clip-path: inset(50%); }
span:empty { display: none; }
[role] { inset: auto 0 68px auto; width: 220px; padding: 8px 12px; font: 13px/1.5 system-ui; }
:host(:state(open):not(:state(loading))) button { display: none; }
:host(:state(loading)) svg { animation: wait 1s .3s infinite alternate; }
:host(:state(ringing)) button { animation: ring 1.6s infinite; }
@keyframes wait { to { opacity: .4; } }
@keyframes ring { to { box-shadow: 0 0 0 18px transparent; } 0% { box-shadow: 0 0 0 0 var(--_accent); } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { button { border: 2px solid; } }
`;
