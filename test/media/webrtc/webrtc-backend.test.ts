import { mediaBackendCases } from '../../contracts/media-backend.ts';
import { WebRtcHarness } from './webrtc-harness.ts';

describe('The peer-to-peer media backend', () => {
  let harness: WebRtcHarness;

  beforeEach(() => {
    harness = new WebRtcHarness();
  });
  afterEach(() => harness.end());

  for (const each of mediaBackendCases) it(each.name, () => each.run(harness));
});
