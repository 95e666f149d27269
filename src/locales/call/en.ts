import type { EndReason } from '../../protocol/call-record.ts';

/** A call's words in English, carried by its own part. Any other language has the same keys (`CallTexts`). */
export const en = {
  someone: 'Our support',
  prompt: (name: string): string => `${name} would like to talk with you`,
  rings: (name: string): string => `${name} is calling`,
  explainBoth: 'Audio: your voice. Video: your voice and camera. You can change it at any time.',
  explainAudio: 'Your voice is shared once you accept.',
  acceptAudio: 'Accept with audio',
  acceptVideo: 'Accept with video',
  decline: 'Decline',
  hide: 'Hide',
  show: 'Show',
  claiming: 'Answering…',
  askAudio: 'Your browser asks for the microphone',
  askVideo: 'Your browser asks for microphone and camera',
  askHint: 'Choose “Allow” there, and the call begins.',
  cameraRefused: 'The camera is not available',
  cameraHint: 'You can go on with your voice, and still see the other side.',
  microphoneRefused: 'The microphone is not available',
  goOn: 'Go on with audio',
  again: 'Try again',
  end: 'End call',
  rejoin: 'Rejoin',
  rejoining: 'Rejoining…',
  rejoinTitle: (name: string): string => `You are in a call with ${name}`,
  rejoinHint: 'The page was loaded again. One press, and you are back.',
  elsewhere: 'Answered in another window or on another device',
  close: 'Close',
  call: 'Call',
  joining: 'Connecting…',
  relay: 'Trying another way…',
  reconnecting: 'Reconnecting…',
  ending: 'Ending…',
  you: 'You',
  selfView: 'Your camera. Move it with the arrow keys.',
  videoOn: 'Turn video on',
  videoOff: 'Turn video off',
  mute: 'Mute',
  unmute: 'Unmute',
  more: 'More',
  open: 'Show the call',
  mutedSelf: 'You are muted',
  mutedSystem: 'Your system holds the microphone: nobody hears you',
  cameraSystem: 'Your system holds the camera: nobody sees you',
  silent: 'No sound comes from your microphone',
  pending: 'One moment…',
  theyMuted: (name: string): string => `${name} is muted`,
  hear: 'Tap to hear',
  quality: { unknown: '', good: 'Good connection', fair: 'Fair connection', poor: 'Weak connection', lost: 'No connection' },
  help: 'What can I do?',
  devices: { microphone: 'Microphone', camera: 'Camera', speaker: 'Speaker', volume: 'Volume', nameless: (number: number): string => `Device ${number}` },
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
};

type Widened<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] extends (...args: never[]) => string ? T[Key] : Widened<T[Key]> };
export type CallTexts = Widened<typeof en>;
