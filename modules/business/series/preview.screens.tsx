/** What a series will write, and whether the law allows it, while it is typed. */
import type { FormValues } from '@tenantry/ui/form/values.ts';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useState } from 'react';
import './preview.css';

interface Rendered {
  example: string | null;
  longest: string | null;
  fault: string | null;
}

const MOST = 16;
const WAIT_MS = 150;

/** What stood still for a moment: nobody asks the server with each key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function Preview({ values }: { values: FormValues }): ReactNode {
  const words = useWords();
  const template = useSettled(typeof values.template === 'string' ? values.template.trim() : '');
  const branch = values.branch_id;
  const branch_id = branch !== null && typeof branch === 'object' && 'id' in branch ? branch.id : null;
  const { data } = useLoaded<Rendered>(template ? 'POST /series/preview' : null, { template, branch_id });
  if (!template || !data) return null;
  if (data.fault)
    return (
      <p className="series-preview series-preview-fault" role="status">
        {data.fault}
      </p>
    );
  const length = data.longest?.length ?? 0;
  return (
    <dl className="series-preview" aria-live="polite">
      <dt>{words('series.example')}</dt>
      <dd>{data.example}</dd>
      <dt>{words('series.longest')}</dt>
      <dd>
        {data.longest} <small>{words('series.length', { length, most: MOST })}</small>
      </dd>
    </dl>
  );
}
