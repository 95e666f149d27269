import { expect as audit } from '@open-wc/testing';
import { expect } from 'chai';
import { executeServerCommand } from '@web/test-runner-commands';
import type { SessionElement } from '../../src/elements/shared/session-element.ts';

/** The elements of a shadow root by what assistive technology calls them: role by tag or attribute, name by label or text. */
export function named(root: ParentNode | null | undefined, selector: string, name: string): HTMLElement {
  const found = [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].filter((each) => nameOf(each) === name);
  if (found.length !== 1) throw new Error(`There are ${found.length} of ${selector} "${name}": ${[...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].map(nameOf).join(', ')}`);
  return there(found[0]);
}

/** What a test cannot go on without. */
export function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('It is not there.');
  return value;
}

/** Axe finds nothing. */
export const accessible = async (element: Element): Promise<void> => {
  await audit(element).to.be.accessible();
};

export const nameOf = (element: HTMLElement): string => element.getAttribute('aria-label') ?? element.textContent.trim().replace(/\s+/g, ' ');

export const names = (root: ParentNode, selector: string): readonly string[] => [...root.querySelectorAll<HTMLElement>(selector)].map(nameOf);

/** Waits until something holds, frame by frame: for what only the browser's own clock decides. */
export async function until(what: string, holds: () => unknown): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > 4_000) throw new Error(`Never: ${what}`);
    await new Promise(requestAnimationFrame);
  }
}

/** Everything asked for is drawn, including what was loaded for it. */
export async function drawn(element: SessionElement): Promise<void> {
  await element.updateComplete;
  await new Promise(requestAnimationFrame);
  await element.updateComplete;
}

/** As where a person's system forces its own colours upon pages. In Chromium alone. */
export async function inForcedColours(look: () => void | Promise<void>): Promise<void> {
  await executeServerCommand('force-colors', true);
  try {
    expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    await look();
  } finally {
    await executeServerCommand('force-colors', false);
  }
}

/** How thick the line around it is, in pixels. */
export const lineAround = (element: Element): number => (getComputedStyle(element).borderStyle === 'none' ? 0 : parseFloat(getComputedStyle(element).borderWidth));

/** Nothing moves any more: what fades in is not yet what it will look like. */
export async function still(element: Element): Promise<void> {
  const roots = [element.shadowRoot, ...[...(element.shadowRoot?.querySelectorAll('*') ?? [])].map((each) => each.shadowRoot)];
  const finite = roots.flatMap((root) => root?.getAnimations() ?? []).filter((each) => Number(each.effect?.getComputedTiming().endTime) < 2_000);
  await Promise.all(finite.map((each) => each.finished.catch(() => undefined)));
}
