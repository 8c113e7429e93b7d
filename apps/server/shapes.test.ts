/** Each shape of each route compiles: a server compiles them when they are first needed, so its start proves nothing of them. */
import { envelopeSchema } from '@tenantry/kernel/http/envelope.ts';
import { splitInput } from '@tenantry/kernel/http/input.ts';
import { makeAjv, writerOf } from '@tenantry/kernel/http/validate.ts';
import { createWorld } from '@tenantry/kernel/testing/world.ts';
import { expect, test } from 'vitest';
import { modules } from './modules.ts';

test('what every route takes and answers can be compiled', async () => {
  const world = await createWorld({ modules });
  const faults: string[] = [];
  const ajv = makeAjv(true);
  for (const route of world.routes) {
    const { schemas, form } = splitInput(route, `/api${route.path.replace(/\{(\w+)\}/g, ':$1')}`);
    for (const schema of [...Object.values(schemas), form, envelopeSchema(route, 'exact')]) {
      if (!schema) continue;
      try {
        ajv.compile(schema as object);
      } catch (error) {
        faults.push(`${route.name}: ${(error as Error).message}`);
      }
    }
    try {
      writerOf(envelopeSchema(route, 'loose'));
    } catch (error) {
      faults.push(`${route.name} answers: ${(error as Error).message}`);
    }
  }
  await world.close();
  expect(world.routes.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});
