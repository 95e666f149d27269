import { mediaBackendCases } from '../../contracts/media-backend.ts';
import { LiveKitHarness, liveKitServer } from './livekit-harness.ts';

const server = await liveKitServer();
const title = 'missing' in server ? `The LiveKit media backend (skipped: ${server.missing})` : 'The LiveKit media backend, on a real livekit-server';

describe(title, function () {
  this.timeout(30_000);
  let harness: LiveKitHarness;

  before(function () {
    if ('missing' in server) this.skip();
  });
  beforeEach(() => {
    if (!('missing' in server)) harness = new LiveKitHarness(server);
  });
  afterEach(() => harness.end());

  for (const each of mediaBackendCases) it(each.name, () => each.run(harness));
});
