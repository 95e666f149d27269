import type { DeviceRefusal, EndReason } from '../../../protocol/call-record.ts';

type Device = 'microphone' | 'camera';

const named: Record<Device, string> = { microphone: 'microphone', camera: 'camera' };
const both = (camera: boolean): string => (camera ? 'microphone and camera' : 'microphone');

/** What few calls say, in English: what was refused and what to do about it, what is wrong, how a call ended that did not end well. Loaded when it is to be said. */
export const en = {
  show: 'Show',
  open: 'Show the call',
  again: 'Try again',
  goOn: 'Go on with audio',
  rejoin: 'Rejoin',
  rejoining: 'Rejoining…',
  rejoinTitle: (name: string): string => `You are in a call with ${name}`,
  rejoinHint: 'The page was loaded again. One press, and you are back.',
  rejoinAsked: 'Choose “Allow” there, and you are back in the call.',
  elsewhere: 'Answered in another window or on another device',
  write: 'Go on in text',
  cameraRefused: 'The camera is not available',
  cameraHint: 'You can go on with your voice, and still see the other side.',
  microphoneRefused: 'The microphone is not available',
  relay: 'Trying another way…',
  mutedSystem: 'Your system holds the microphone: nobody hears you',
  cameraSystem: 'Your system holds the camera: nobody sees you',
  silent: 'No sound comes from your microphone',
  quality: { fair: 'Fair connection', poor: 'Weak connection', lost: 'No connection' },
  newWords: 'The words behind “More” are new: compare them again',
  hear: 'Tap to hear',
  help: 'What can I do?',
  trouble: {
    camera: 'The camera could not be turned on. The call goes on.',
    microphone: 'The microphone could not be changed. The call goes on.',
    speaker: 'The speaker could not be changed.',
    start: 'The call could not be started.',
  },
  ended: (reason: EndReason, bySelf: boolean): string => {
    switch (reason) {
      case 'hung-up':
      case 'left':
      case 'conversation-ended':
        return 'The call has ended';
      case 'declined':
        return bySelf ? 'You declined the call' : 'The call was declined';
      case 'cancelled':
        return 'The call was canceled';
      case 'no-answer':
        return 'You missed a call';
      case 'permission-refused':
        return 'Without the microphone there is no call';
      case 'permission-timeout':
        return 'The browser’s question was not answered in time';
      case 'media-failed':
        return 'The call could not connect';
      case 'lost':
        return 'The connection was lost';
    }
  },
  endedHint: (reason: EndReason): string =>
    reason === 'media-failed' || reason === 'lost' ? 'A network between you and us is in the way. Write to us here, and we will find another way.' : '',
  oursHint: 'Something on our side is in the way. Write to us here, and we will find another way.',
  sentAway: {
    elsewhere: (bySelf: boolean): string => (bySelf ? 'Your place in the call was taken by another program' : 'The other side’s place in the call was taken by another program'),
    removed: (bySelf: boolean): string => (bySelf ? 'You were removed from the call' : 'The other side was removed from the call'),
  },
  full: 'The call is full',
  fullHint: 'As many people are in it as it takes. Write to us here, and we will call you again.',
  why: (refusal: DeviceRefusal, device: Device): string => {
    const it = named[device];
    switch (refusal) {
      case 'denied':
        return `This page was not allowed to use the ${it}.`;
      case 'dismissed':
        return `The browser’s question about the ${it} was closed without an answer.`;
      case 'policy':
        return `This page is set up so that it may not use the ${it}. Only its owner can change that.`;
      case 'system':
        return `Your system does not let the browser use the ${it}.`;
      case 'no-device':
        return `No ${it} was found.`;
      case 'busy':
        return `Another program is using the ${it}.`;
      case 'constraint':
        return `The chosen ${it} does not do what the call needs.`;
      case 'insecure':
        return `This page is not served over a secure connection, so the browser keeps the ${it} closed.`;
      case 'unsupported':
        return 'This browser cannot make calls.';
      case 'timeout':
        return `The ${it} did not answer in time.`;
    }
  },
  steps: {
    'chromium-desktop': (camera: boolean): readonly string[] => ['Click the icon to the left of the address.', `Set ${both(camera)} to “Allow”.`, 'Come back here and press “Try again”.'],
    'chromium-phone': (camera: boolean): readonly string[] => ['Tap the icon to the left of the address, then “Permissions”.', `Allow ${both(camera)}.`, 'Come back here and press “Try again”.'],
    'firefox-desktop': (camera: boolean): readonly string[] => [`Click the crossed-out ${both(camera)} to the left of the address.`, 'Remove “Blocked”.', 'Press “Try again” here, then choose “Allow”.'],
    'firefox-phone': (camera: boolean): readonly string[] => ['Tap the lock to the left of the address.', `Allow ${both(camera)}.`, 'Come back here and press “Try again”.'],
    'safari-desktop': (camera: boolean): readonly string[] => ['In the menu bar, open Safari, then “Settings for this website…”.', `Set ${both(camera)} to “Allow”.`, 'Come back here and press “Try again”.'],
    'safari-phone': (camera: boolean): readonly string[] => ['Tap the icon to the left of the address, then “Website Settings”.', `Set ${both(camera)} to “Allow”.`, 'Come back here and press “Try again”.'],
  },
  dismissed: ['Press “Try again”.', 'Choose “Allow” when the browser asks.'],
  system: {
    desktop: (device: Device): readonly string[] => [`Open your system’s settings and look for “Privacy”, then “${device === 'camera' ? 'Camera' : 'Microphone'}”.`, 'Allow it for this browser.', 'Press “Try again”.'],
    phone: (device: Device): readonly string[] => [`Open the phone’s settings, then this browser’s permissions.`, `Allow the ${named[device]}.`, 'Come back here and press “Try again”.'],
  },
  noDevice: (device: Device): readonly string[] => [`Connect a ${device === 'camera' ? 'camera' : 'headset or a microphone'}, or switch it on.`, 'Press “Try again”.'],
  busy: (device: Device): readonly string[] => [`Close other calls and programs that use the ${named[device]}.`, 'Press “Try again”.'],
  unsupported: ['Open this page in a current Chrome, Edge, Firefox or Safari.', 'Or go on writing here.'],
  nothingToDo: ['You can go on writing here.'],
  where: {
    'chromium-desktop': 'Look at the top left, below the address.',
    'chromium-phone': 'Look at the middle of the screen.',
    'firefox-desktop': 'Look at the top left, below the address.',
    'firefox-phone': 'Look at the bottom of the screen.',
    'safari-desktop': 'Look at the middle of the window.',
    'safari-phone': 'Look at the middle of the screen.',
  },
};

type Widened<T> = {
  readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] extends readonly string[] ? readonly string[] : T[Key] extends (...args: never[]) => unknown ? T[Key] : Widened<T[Key]>;
};
export type CallHelpTexts = Widened<typeof en>;
