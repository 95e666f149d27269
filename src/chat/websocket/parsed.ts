import * as v from 'valibot';
import { TransportError } from '../../session/contracts/chat-transport.ts';

/** An answer that this page cannot read is as good as none: throws a transient `TransportError`. */
export function parsed<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new TransportError('UNKNOWN', { permanent: false });
  return result.output;
}
