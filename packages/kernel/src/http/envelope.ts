/** The frame around every answer: success, data, meta, message, timestamp. */
import type { TSchema } from 'typebox';
import { wireOutput } from './convert.ts';
import type { AnyRoute, Page } from './route.ts';

function isPage(result: unknown): result is Page<unknown> {
  return result !== null && typeof result === 'object' && 'rows' in result && 'next_cursor' in result;
}

/** The body of a successful answer. */
export function envelope(route: AnyRoute, result: unknown, toWire: <T>(value: T) => T): unknown {
  const timestamp = new Date().toISOString();
  if (route.list && isPage(result)) {
    const { rows, next_cursor, limit, total, totals } = result;
    const data = rows.map((row) => toWire(row));
    return {
      success: true,
      data,
      meta: {
        next_cursor,
        limit,
        ...(total === undefined ? {} : { total }),
        ...(totals === undefined ? {} : { totals: toWire(totals) }),
      },
      message: route.message,
      timestamp,
    };
  }
  return { success: true, data: toWire(result ?? null), message: route.message, timestamp };
}

/** Its schema. `loose` writes (fields may be left out by `fields=`), `exact` checks in tests. */
export function envelopeSchema(route: AnyRoute, form: 'loose' | 'exact'): object {
  const row = form === 'loose' ? wireOutput(route.output) : exactOutput(route);
  const meta = {
    type: 'object',
    properties: {
      next_cursor: { type: ['string', 'null'] },
      limit: { type: 'integer' },
      total: { type: 'integer' },
      totals: { type: 'object', additionalProperties: { type: ['number', 'null'] } },
    },
  };
  return {
    type: 'object',
    properties: {
      success: { type: 'boolean' },
      data: route.list ? { type: 'array', items: row } : row,
      ...(route.list ? { meta } : {}),
      message: { type: 'string' },
      timestamp: { type: 'string' },
    },
  };
}

/** A row of a list may lack fields that were not asked for; a record must have all. Money is rupees by now. */
function exactOutput(route: AnyRoute): TSchema {
  return route.list ? wireOutput(route.output) : route.output;
}
