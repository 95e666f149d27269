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
export const custom =
  (holds: (input: unknown) => boolean): Schema =>
  (input) =>
    holds(input) ? input : fail();

/* @__NO_SIDE_EFFECTS__ */
const ofType = (type: string) => (): Schema => custom((input) => typeof input === type && input === input);

export const string = /* @__PURE__ */ ofType('string');
export const number = /* @__PURE__ */ ofType('number');
export const boolean = /* @__PURE__ */ ofType('boolean');

/* @__NO_SIDE_EFFECTS__ */
export const unknown = (): Schema => (input) => input;

/* @__NO_SIDE_EFFECTS__ */
export const picklist = (options: readonly unknown[]): Schema => custom((input) => options.includes(input));

/* @__NO_SIDE_EFFECTS__ */
export const literal = (value: unknown): Schema => picklist([value]);

/* @__NO_SIDE_EFFECTS__ */
export const nullable =
  (schema: Schema): Schema =>
  (input) =>
    input === null ? null : schema(input);

/* @__NO_SIDE_EFFECTS__ */
export const optional = (schema: Schema): Schema => Object.assign((input: unknown) => (input === undefined ? input : schema(input)), { optional: true });

/* @__NO_SIDE_EFFECTS__ */
export const array =
  (item: Schema): Schema =>
  (input) =>
    Array.isArray(input) ? input.map((each) => item(each)) : fail();

/* @__NO_SIDE_EFFECTS__ */
export const object = (entries: Readonly<Record<string, Schema>>): Schema => {
  const parsed = (input: unknown): unknown => {
    if (typeof input !== 'object' || !input) return fail();
    const output: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(entries)) {
      if (key in input) output[key] = entry((input as Record<string, unknown>)[key]);
      else if (!entry.optional) fail();
    }
    return output;
  };
  return Object.assign(parsed, { entries });
};

/* @__NO_SIDE_EFFECTS__ */
export const union =
  (options: readonly Schema[]): Schema =>
  (input) => {
    for (const option of options) {
      const { success, output } = safeParse(option, input);
      if (success) return output;
    }
    return fail();
  };

/* @__NO_SIDE_EFFECTS__ */
export const pipe =
  (...steps: readonly Schema[]): Schema =>
  (input) =>
    steps.reduce((value, step) => step(value), input);

// After a schema in a pipe: its type is known.

/* @__NO_SIDE_EFFECTS__ */
export const check = (holds: (input: never) => boolean): Schema => custom(holds as (input: unknown) => boolean);

/* @__NO_SIDE_EFFECTS__ */
export const regex = (pattern: RegExp): Schema => check((input: string) => pattern.test(input));

/* @__NO_SIDE_EFFECTS__ */
export const integer = (): Schema => custom(Number.isInteger);

/* @__NO_SIDE_EFFECTS__ */
export const minValue = (least: number): Schema => check((input: number) => input >= least);

/* @__NO_SIDE_EFFECTS__ */
export const maxLength = (most: number): Schema => check((input: { readonly length: number }) => input.length <= most);

export const parse = (schema: Schema, input: unknown): unknown => schema(input);

export function safeParse(schema: Schema, input: unknown): { readonly success: boolean; readonly output?: unknown } {
  try {
    return { success: true, output: schema(input) };
  } catch {
    return { success: false };
  }
}
