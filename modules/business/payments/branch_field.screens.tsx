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

/** The branches, where one of them has a GSTIN of its own and the person may read them; else none. */
export function useBranches(): readonly Branch[] {
  const call = usePlace().allows('branches.read') ? 'GET /branches' : null;
  const branches = useLoaded<Branch[]>(call, { limit: 50 }).data ?? [];
  return branches.some(({ gstin }) => gstin) ? branches : [];
}

/** What people read of a branch. */
export const branchLabel = ({ name, gstin }: Branch): string => (gstin ? `${name} · ${gstin}` : name);

export function BranchField({ value, error, onChange }: BranchFieldProps): ReactNode {
  const words = useWords();
  const branches = useBranches();
  if (branches.length === 0) return null;
  return (
    <Select
      label={words('payments.branch_id')}
      hint={words('payments.branch_hint')}
      none={words('payments.no_branch')}
      choices={branches
        .filter(({ id, is_active }) => is_active || id === value)
        .map((one) => ({ value: one.id, label: branchLabel(one) }))}
      value={value}
      error={error}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
