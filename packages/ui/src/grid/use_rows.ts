/** The rows of a ledger as a store that follows what is asked, and asks again when told. */
import { useEffect, useRef, useState } from 'react';
import { createRows, type GridPort, type GridRows } from './rows.ts';
import type { GridQuery } from './view.ts';

/** Rows of the port for the query; another number in `refresh` fetches them again without moving them. */
export function useRows<Row>(port: GridPort<Row>, query: GridQuery, refresh: number): GridRows<Row> {
  const latest = useRef(port);
  latest.current = port;
  const [rows] = useState(() => createRows<Row>(() => latest.current));
  const asked = JSON.stringify(query);
  useEffect(() => {
    void rows.load(JSON.parse(asked) as GridQuery);
  }, [rows, asked]);
  const seen = useRef(refresh);
  useEffect(() => {
    if (seen.current !== refresh) void rows.reload();
    seen.current = refresh;
  }, [rows, refresh]);
  useEffect(() => () => rows.stop(), [rows]);
  return rows;
}
