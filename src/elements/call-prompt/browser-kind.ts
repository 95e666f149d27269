import type { CallHelpTexts } from '../../locales/call/help/en.ts';

/** Which browser's interface a person sees: where it asks, and where a choice is changed. */
export type BrowserKind = keyof CallHelpTexts['steps'];

/** The name is only for showing help: nothing else depends on it. */
export function browserKind({ userAgent, maxTouchPoints } = navigator): BrowserKind {
  // Every browser on an iPhone or iPad asks as Safari does; an iPad calls itself a Mac.
  if (/iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1)) return 'safari-phone';
  const place = /Android|Mobile/.test(userAgent) ? 'phone' : 'desktop';
  if (userAgent.includes('Firefox')) return `firefox-${place}`;
  return /Chrome|Chromium|Edg/.test(userAgent) ? `chromium-${place}` : `safari-${place}`;
}
