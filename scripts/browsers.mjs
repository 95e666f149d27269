// Finds the browsers that the tests drive. Nothing here downloads a browser of its own: what is installed is used, and where the
// distribution is Debian's and the script runs as root, the distribution's package is installed, saying so.
import { findProgram, installPackages, isProgram } from './programs.mjs';

const known = {
  chromium: {
    variable: 'CHROME_PATH',
    package: 'chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/usr/bin/chromium',
      '/usr/lib/chromium/chromium',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    ],
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    package: 'firefox-esr',
    commands: ['firefox-esr', 'firefox'],
    places: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
};

/** A page may sound before anybody has pressed anything in it. */
export const soundAtOnce = '--autoplay-policy=no-user-gesture-required';

/** Flags with which Chromium runs headless, as root, without a network, and with devices that need no one to press "Allow". */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  soundAtOnce,
  // Host candidates as addresses: a name in mDNS needs a network that a test machine may not have.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export const fakeDeviceFlags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
};

/** The browser's path; installs it where that is possible without asking, else throws with what to do. */
export function findBrowser(name) {
  const browser = known[name];
  const found = lookFor(browser) ?? install(name, browser);
  if (found === null) {
    throw new Error(`No ${name} was found. Install it (Debian: apt-get install ${browser.package}) or set ${browser.variable} to its path.`);
  }
  return found;
}

function lookFor({ variable, commands, places }) {
  const given = process.env[variable];
  if (given === undefined || given === '') return findProgram(commands, places);
  if (isProgram(given)) return given;
  throw new Error(`${variable} is ${given}, and there is no program there.`);
}

function install(name, browser) {
  installPackages(name, [browser.package, ...(name === 'chromium' ? ['fonts-noto-cjk'] : [])]);
  return lookFor(browser);
}
