import type { CallingBlock } from '../../protocol/conversation.ts';

/** What some browsers call `permissionsPolicy` and others `featurePolicy`; Safari and Firefox have neither. */
interface PolicyDocument {
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** Whether the page's policy, or the frame it stands in, lets it ask. True where the browser does not tell. */
export function policyAllows(feature: 'microphone' | 'camera' | 'display-capture'): boolean {
  const { permissionsPolicy, featurePolicy } = document as PolicyDocument;
  return (permissionsPolicy ?? featurePolicy)?.allowsFeature(feature) ?? true;
}

/** Why this page can never call, found without asking anybody; null where it may. Small and alone, so that a page can say it in its `hello`. */
export function callingBlock(): CallingBlock {
  if (!isSecureContext) return 'insecure';
  const { mediaDevices } = navigator as Partial<Navigator>;
  const { RTCPeerConnection } = globalThis as Partial<typeof globalThis>;
  if (!mediaDevices || !RTCPeerConnection) return 'unsupported';
  return policyAllows('microphone') ? null : 'policy';
}
