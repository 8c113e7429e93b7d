/** What a form was refused, field by field. */

/** By the name of the field; `''` for what belongs to none. */
export type Refused = Readonly<Record<string, string>>;

interface Fault {
  text: string;
  errors: readonly { pointer: string; detail: string }[];
}

/** `known` are the fields that the form has; what is said of others stands with the whole. */
export function refusedBy({ text, errors }: Fault, known?: readonly string[]): Refused {
  if (errors.length === 0) return { '': text };
  return Object.fromEntries(
    errors.map(({ pointer, detail }) => {
      const name = pointer.slice(1);
      return [known === undefined || known.includes(name) ? name : '', detail];
    }),
  );
}
