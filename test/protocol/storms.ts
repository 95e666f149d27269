import type { Climate } from './storm-model.ts';

type Storms = Climate & { readonly title: string };

/** What is left out where the rooms' words travel: a call rings, is claimed and given back, and pages come back. */
export const wordsAlone = ['puts it aside', 'ends', 'declines', 'loses its media', 'deadline', 'its room connects', 'allows', 'gives up'] as const;

/**
 * All at once would be too many worlds: in each, another few things cross each other. In most there are an agent and two of a customer's tabs.
 */
export const storms: readonly Storms[] = [
  { title: 'everybody presses everything, paths fail, and a ring is given back', faults: 0, tabs: 2, relay: true, without: ['puts it aside'] },
  {
    title: 'any page loses its connection, its media or is loaded anew, while tabs race and a ring is given back',
    faults: 1,
    tabs: 2,
    without: ['puts it aside', 'ends', 'declines'],
  },
  {
    title: 'any page loses its connection, while prompts are put aside, brought back and declined, and a ring is given back',
    faults: 1,
    tabs: 2,
    without: ['ends', 'reloads', 'loses its media', 'deadline', 'its room connects'],
  },
  {
    title: 'any two pages lose their connection, or one does twice',
    faults: 2,
    tabs: 2,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'reloads'],
  },
  {
    title: 'any two pages are loaded anew, or one is twice',
    faults: 2,
    tabs: 2,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'loses the connection'],
  },
  {
    title: 'any page loses its connection, and any is loaded anew, before the rooms are connected',
    faults: 2,
    tabs: 2,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'its room connects'],
  },
  {
    title: 'any page is loaded anew while paths fail, and is refused its microphone or has to wait for it',
    faults: 1,
    tabs: 1,
    relay: true,
    without: ['puts it aside', 'ends', 'declines', 'loses the connection', 'loses its media'],
  },
];

/** Of a server that starts beside the one that has the sockets: it takes everybody for gone. */
export const stormsOfServers: readonly Storms[] = [
  {
    title: 'another server on the same database starts',
    faults: 1,
    tabs: 1,
    cluster: true,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'loses the connection', 'reloads'],
  },
];

/** Of a page that hears nothing for so long that it ends its call alone: time passes for everybody, and the server may be away itself. */
export const stormsOfPatience: readonly Storms[] = [
  {
    title: 'a page hears nothing for 65 s: of two that any page or the server has lost, its connection or its media',
    faults: 2,
    tabs: 1,
    patience: true,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'reloads', 'finds its media'],
  },
  {
    title: 'a page hears nothing for 65 s, and may be loaded anew',
    faults: 1,
    tabs: 1,
    patience: true,
    without: ['puts it aside', 'ends', 'declines', 'refuses'],
  },
];

/** Of a tab that is duplicated at any moment in a browser without locks: both have the same id, and what the first one kept. */
export const stormsOfCopies: readonly Storms[] = [
  { title: 'a tab is duplicated, and a ring is given back', faults: 0, tabs: 1, copies: true, without: ['puts it aside', 'ends', 'declines', 'deadline', 'gives up'] },
  {
    title: 'a tab is duplicated, and any page loses its connection or is loaded anew',
    faults: 1,
    tabs: 1,
    copies: true,
    without: ['puts it aside', 'ends', 'declines', 'refuses', 'loses its media', 'deadline', 'its room connects'],
  },
];

/** The same, of what the rooms say to each other: it comes twice, in any order, and of generations that are over or yet to come. */
export const stormsOfWords: readonly Storms[] = [
  { title: 'a ring is given back', faults: 0, tabs: 2, signals: true, without: wordsAlone },
  { title: 'any page loses its connection or is loaded anew', faults: 1, tabs: 2, signals: true, without: [...wordsAlone, 'refuses'] },
  { title: 'any page loses its connection or is loaded anew, and another, or the same one, once more', faults: 2, tabs: 1, signals: true, without: [...wordsAlone, 'refuses'] },
];
