import { CallTimer } from './call-clock.ts';
import type { CallRecord, Media, Permission } from './call-record.ts';

export interface CallStart {
  readonly id: string;
  readonly conversation: string;
  readonly media: Media;
  readonly choices: readonly Media[];
  readonly backend: string;
  readonly relay: boolean;
  /** Absent: the call stays with its backend, whatever happens. */
  readonly fallback?: boolean;
  readonly agent: { readonly id: string; readonly name?: string; readonly tab: string; readonly camera: Permission };
  readonly customer: { readonly id: string; readonly name?: string };
}

/** A new call rings. The agent's devices are open by now: the microphone is granted, or nobody would be rung. */
export function startCall(start: CallStart, now: number): CallRecord {
  const nobody = { choice: null, outcome: 'none', goneSince: null, leaving: false } as const;
  return {
    id: start.id,
    conversation: start.conversation,
    rev: 1,
    initiator: start.agent.id,
    media: start.media,
    choices: [...start.choices],
    backend: start.backend,
    fallback: start.fallback ?? false,
    relay: start.relay,
    rangAgain: false,
    startedAt: now,
    participants: [
      {
        ...nobody,
        id: start.agent.id,
        role: 'agent',
        name: start.agent.name,
        tab: start.agent.tab,
        lease: 1,
        choice: start.media,
        microphone: 'granted',
        camera: start.agent.camera,
      },
      {
        ...nobody,
        id: start.customer.id,
        role: 'customer',
        name: start.customer.name,
        tab: null,
        lease: 0,
        microphone: 'unasked',
        camera: 'unasked',
      },
    ],
    state: { phase: 'ringing', deadline: now + CallTimer.ring },
  };
}
