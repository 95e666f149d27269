import { adoptInto } from '../shared/session-element.ts';
import { css } from '../shared/css.ts';

/** In the launcher's root, whose paragraphs stand beside the launcher. Empty, it takes no room but is there for screen readers: what they have not seen come, they do not read out. */
const styles = css`
  .preview {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    overflow: hidden;
    box-shadow: 0 0 0 1px color-mix(in oklab, CanvasText 18%, Canvas), 0 6px 24px rgb(0 0 0 / 0.22);
    font-size: 15px;
    line-height: 1.4;
    white-space: pre-line;
    /* Name and words each in their own direction. */
    unicode-bidi: plaintext;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .preview:empty {
    display: block;
    opacity: 0;
    pointer-events: none;
  }
  @media (forced-colors: active) {
    .preview:not(:empty) {
      border: 1px solid;
    }
  }
  /* Over the small form of a call. */
  :host(:state(in-call)) .preview {
    margin-block-end: 176px;
  }
  :host(:state(ringing)) .preview {
    opacity: 0;
    pointer-events: none;
  }
  /* Read, in another tab perhaps. */
  :host(:not(:state(unread))) .preview:not(:empty) {
    display: none;
  }
`;

/** What a closed chat shows of new messages: read out, and the chat's way in for whoever presses it. */
export function messagePreview(launcher: HTMLElement): HTMLElement {
  const root = launcher.getRootNode() as ShadowRoot;
  const there = root.querySelector<HTMLElement>('.preview');
  if (there) return there;
  const preview = document.createElement('p');
  preview.className = 'preview';
  preview.part.add('preview');
  preview.role = 'status';
  preview.addEventListener('click', () => launcher.click());
  adoptInto(root, styles);
  root.append(preview);
  return preview;
}
