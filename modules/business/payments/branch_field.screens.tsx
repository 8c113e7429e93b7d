/** Which branch takes money: asked where branches have GSTINs of their own, since the return of one tells the tax on an advance. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Branch } from '../branches/branches.schema.ts';

export interface BranchFieldProps {
  /** Empty for none. */
  value: string;
  error: string | undefined;
  onChange(branch_id: string): void;
}

export function BranchField({ value, error, onChange }: BranchFieldProps): ReactNode {
  const words = useWords();
  const call = usePlace().allows('branches.read') ? 'GET /branches' : null;
  const branches = useLoaded<Branch[]>(call, { limit: 50 }).data ?? [];
  if (!branches.some(({ gstin }) => gstin)) return null;
  return (
    <Select
      label={words('payments.branch_id')}
      hint={words('payments.branch_hint')}
      none={words('payments.no_branch')}
      choices={branches
        .filter(({ id, is_active }) => is_active || id === value)
        .map(({ id, name, gstin }) => ({ value: id, label: gstin ? `${name} · ${gstin}` : name }))}
      value={value}
      error={error}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
