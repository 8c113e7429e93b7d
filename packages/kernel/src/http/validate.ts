/** Validation of input by schema: for the routes, and for rows of files that must pass the same schema. */

import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fastJson, { type Schema } from 'fast-json-stringify';
import type { TSchema } from 'typebox';
import { type FieldError, Problem } from '../problems/problem.ts';
import { inputConverter, wireInput } from './convert.ts';
import { fieldErrors } from './faults.ts';

/** The validator as the whole product uses it. `coerceTypes` for texts that stand for numbers and booleans, as in a query. */
export function makeAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    coerceTypes,
    useDefaults: true,
    allErrors: true,
    strict: false,
    removeAdditional: false,
    verbose: true,
    // Takes a third of the time of compiling, and what comes out is not measurably quicker.
    code: { optimize: false },
  });
  (addFormats as unknown as (ajv: Ajv, formats: string[]) => void)(ajv, ['uuid', 'date', 'email', 'uri']);
  ajv.addFormat('instant', true);
  return ajv;
}

/** Compiles what writes values of a schema as JSON. */
export function writerOf(schema: object): (value: unknown) => string {
  return fastJson(schema as Schema);
}

/**
 * Compiles a schema when the first value comes, and only then: of the hundreds of shapes that a server knows, a start, a test
 * or a worker meets few, and compiling all takes seconds. A test compiles each.
 */
export function lazily<C>(compile: () => C): () => C {
  let made: C | undefined;
  return () => (made ??= compile());
}

/** What came of reading a value: itself in the form that services take, or what is wrong with it. */
export type Read<T> = { value: T; errors: [] } | { value: null; errors: FieldError[] };

/** Makes what reads raw input of a schema as a route would: validated, trimmed, rupees turned into paise. */
export function inputReader<T>(schema: TSchema, coerceTypes = false): (raw: unknown, timeZone: string) => Read<T> {
  const compiled = lazily(() => makeAjv(coerceTypes).compile(wireInput(schema) as object));
  const convert = inputConverter(schema);
  return (raw, timeZone) => {
    const validate = compiled();
    if (!validate(raw)) return { value: null, errors: fieldErrors(validate.errors ?? []) };
    try {
      return { value: convert(raw as T, timeZone), errors: [] };
    } catch (error) {
      if (error instanceof Problem && error.details.errors) return { value: null, errors: error.details.errors };
      throw error;
    }
  };
}
