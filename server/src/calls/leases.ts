import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import { participantOf } from '../../../src/protocol/call-record.ts';
import { sameText, signatureOf } from '../auth/secrets.ts';

/**
 * The secrets of a call's two sides. Each follows from the server's key and how often the side was claimed, so that none is stored. It begins with that
 * count: whichever it is, one signature tells whether it is ours.
 */
export class Leases {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** What the holder of a side shows. */
  secret(record: CallRecord, side: CallSide): string {
    return this.#secretOf(record, side, participantOf(record, side)?.lease ?? 0);
  }

  /** Whether this is the secret of whoever holds the side now; where nobody does, it is nobody's. */
  holds(record: CallRecord, side: CallSide, lease: string): boolean {
    const participant = participantOf(record, side);
    return participant !== undefined && participant.lease > 0 && participant.tab !== null && sameText(lease, this.secret(record, side));
  }

  /** Whether this is the secret of whoever holds the side, or ever did. */
  heldOnce(record: CallRecord, side: CallSide, lease: string): boolean {
    const count = parseInt(lease, 10);
    return count > 0 && count <= (participantOf(record, side)?.lease ?? 0) && sameText(lease, this.#secretOf(record, side, count));
  }

  #secretOf({ id }: CallRecord, side: CallSide, count: number): string {
    return `${count}.${signatureOf(this.#key, `${id}.${side}.${count}`)}`;
  }
}
