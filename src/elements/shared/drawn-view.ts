import type { CallView } from '../../protocol/call-view.ts';

/**
 * What is drawn. Once this page's devices are open, nothing is left for the person to do: the call is shown before the server has heard of it,
 * so that the first picture of the other side finds its place.
 */
export const drawnView = (view: CallView): CallView =>
  view.phase === 'acquiring' && view.devices.is === 'open' ? { phase: 'joining', path: 'direct' } : view;

/** Whether people are in it, or about to be: what a prompt has to say is said. */
export const isTalk = (view: CallView): view is Extract<CallView, { phase: 'joining' | 'in-call' | 'ending' }> => ['joining', 'in-call', 'ending'].includes(view.phase);
