import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import type { Words } from '../shared/words.ts';

/** A dialog's frame: title, close button and content. Needs `dialogStyles`. */
export const dialogView = ({ say }: Words, title: string, content: unknown, closed: () => void): TemplateResult =>
  html`<dialog aria-labelledby="title" @close=${closed} @pointerdown=${closeOutside}>
    <div class="sheet">
      <div class="head">
        <h2 id="title">${title}</h2>
        <button class="plain only-icon" type="button" aria-label=${say('common.close')} @click=${close}>${icon('close')}</button>
      </div>
      ${content}
    </div>
  </dialog>`;

function close(event: Event): void {
  if (event.currentTarget instanceof Element) event.currentTarget.closest('dialog')?.close();
}

/** A press on the backdrop. The dialog's own scroll bar is inside. */
function closeOutside(event: PointerEvent): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLDialogElement) || event.target !== dialog) return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!inside) dialog.close();
}
