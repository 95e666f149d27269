import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import { icon } from './icon.ts';

/** A button with its name beside or under its picture, as `look` has it. */
export const callButton = (look: string, label: string, press: () => void, picture?: string, part = ''): TemplateResult =>
  html`<button type="button" class=${look} part="button ${part}" @click=${press}>${picture ? icon(picture) : nothing}<span>${label}</span></button>`;
