import type { DeviceRefusal } from '../../../protocol/call-record.ts';

type Device = 'microphone' | 'camera';

const named: Record<Device, string> = { microphone: 'microphone', camera: 'camera' };
const both = (camera: boolean): string => (camera ? 'microphone and camera' : 'microphone');

/** What a refused device means, and what to do, in English. Loaded only where one was refused or a browser's question stays open. */
export const en = {
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
