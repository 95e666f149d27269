/**
 * Stands in for Valibot in the script tag's build, where every byte counts: of its functions those that a customer's page uses, with the same
 * verdicts and the same output, and without the words that say what is wrong. The schemas themselves are written for Valibot, which everybody
 * else gets: the server, the agent's page, the npm package. A test holds the two against each other.
 */
interface Schema {
  (input: unknown): unknown;
  /** The key may be missing. */
  optional?: boolean;
  entries?: Readonly<Record<string, Schema>>;
}

const fail = (): never => {
  throw new TypeError();
};

/* @__NO_SIDE_EFFECTS__ */
export function custom(holds: (input: unknown) => boolean): Schema {
  return (input) => (holds(input) ? input : fail());
}

/* @__NO_SIDE_EFFECTS__ */
const ofType =
  (type: string): (() => Schema) =>
  () =>
    custom((input) => typeof input === type && input === input);

export const string = /* @__PURE__ */ ofType('string');
export const number = /* @__PURE__ */ ofType('number');
export const boolean = /* @__PURE__ */ ofType('boolean');

/* @__NO_SIDE_EFFECTS__ */
export function unknown(): Schema {
  return (input) => input;
}

/* @__NO_SIDE_EFFECTS__ */
export function picklist(options: readonly unknown[]): Schema {
  return custom((input) => options.includes(input));
}

/* @__NO_SIDE_EFFECTS__ */
export function literal(value: unknown): Schema {
  return picklist([value]);
}

/* @__NO_SIDE_EFFECTS__ */
export function nullable(schema: Schema): Schema {
  return (input) => (input === null ? null : schema(input));
}

/* @__NO_SIDE_EFFECTS__ */
export function optional(schema: Schema): Schema {
  const either: Schema = (input) => (input === undefined ? input : schema(input));
  either.optional = true;
  return either;
}

/* @__NO_SIDE_EFFECTS__ */
export function array(item: Schema): Schema {
  return (input) => (Array.isArray(input) ? input.map((each) => item(each)) : fail());
}

/* @__NO_SIDE_EFFECTS__ */
export function object(entries: Readonly<Record<string, Schema>>): Schema {
  const schema: Schema = (input) => {
    if (typeof input !== 'object' || !input) return fail();
    const output: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(entries)) {
      if (key in input) output[key] = entry((input as Record<string, unknown>)[key]);
      else if (!entry.optional) fail();
    }
    return output;
  };
  schema.entries = entries;
  return schema;
}

/* @__NO_SIDE_EFFECTS__ */
export function union(options: readonly Schema[]): Schema {
  return (input) => {
    for (const option of options) {
      const result = safeParse(option, input);
      if (result.success) return result.output;
    }
    return fail();
  };
}

/* @__NO_SIDE_EFFECTS__ */
export function pipe(...steps: readonly Schema[]): Schema {
  return (input) => steps.reduce((value, step) => step(value), input);
}

// After a schema in a pipe: its type is known.

/* @__NO_SIDE_EFFECTS__ */
export function check(holds: (input: never) => boolean): Schema {
  return custom(holds as (input: unknown) => boolean);
}

/* @__NO_SIDE_EFFECTS__ */
export function regex(pattern: RegExp): Schema {
  return check((input: string) => pattern.test(input));
}

/* @__NO_SIDE_EFFECTS__ */
export function integer(): Schema {
  return custom(Number.isInteger);
}

/* @__NO_SIDE_EFFECTS__ */
export function minValue(least: number): Schema {
  return check((input: number) => input >= least);
}

/* @__NO_SIDE_EFFECTS__ */
export function maxLength(most: number): Schema {
  return check((input: { readonly length: number }) => input.length <= most);
}

export function parse(schema: Schema, input: unknown): unknown {
  return schema(input);
}

export function safeParse(schema: Schema, input: unknown): { readonly success: boolean; readonly output?: unknown } {
  try {
    return { success: true, output: schema(input) };
  } catch {
    return { success: false };
  }
}
