import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import { participantOf } from '../../../src/protocol/call-record.ts';
import { sameText, signatureOf } from '../auth/secrets.ts';

/** The secrets of a call's two sides. Each follows from the server's key and how often the side was claimed, so that none is stored. */
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
    const count = participantOf(record, side)?.lease ?? 0;
    return Array.from({ length: count }, (_, index) => this.#secretOf(record, side, index + 1)).some((each) => sameText(lease, each));
  }

  #secretOf({ id }: CallRecord, side: CallSide, count: number): string {
    return signatureOf(this.#key, `${id}.${side}.${count}`);
  }
}
