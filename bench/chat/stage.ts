import type { Entry } from '../../src/protocol/entry.ts';
import { textOf } from '../../src/protocol/entry.ts';

/** How many rows a window holds. */
export const WINDOW = 40;

/** Where everything that is measured stands, in a size of its own. */
export const stage = document.createElement('div');
stage.style.cssText = 'width: 384px; height: 680px; overflow: hidden';
document.body.append(stage);

/** After the frame that shows what was done just now. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve();
      };
      port2.postMessage(null);
    });
  });

export const cleared = async (): Promise<void> => {
  stage.replaceChildren();
  await painted();
};

export interface Appending {
  /** Puts one more row in. */
  readonly append: (entry: Entry) => void;
  readonly list: HTMLElement;
  readonly scroller: HTMLElement;
}

const bareRow = ({ parts }: Entry): HTMLElement => {
  const row = document.createElement('div');
  row.textContent = textOf(parts);
  return row;
};

/** Bare rows in a box that scrolls; `most` keeps only so many of them in the page. */
export function bare(entries: readonly Entry[], most: number): Appending {
  const scroller = document.createElement('div');
  scroller.style.cssText = 'height: 100%; overflow: auto';
  const list = document.createElement('div');
  scroller.append(list);
  list.append(...entries.slice(-most).map(bareRow));
  stage.append(scroller);
  scroller.scrollTop = scroller.scrollHeight;
  return {
    list,
    scroller,
    append: (entry) => {
      list.append(bareRow(entry));
      if (list.childElementCount > most) list.firstElementChild?.remove();
      scroller.scrollTop = scroller.scrollHeight;
    },
  };
}
