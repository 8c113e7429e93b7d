/** One side of a voucher: the account, whose it is, and how much on which side. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';

export interface Side {
  key: number;
  account_id: string;
  party: Option | null;
  debit: number | null;
  credit: number | null;
}

export const EMPTY = (key: number): Side => ({ key, account_id: '', party: null, debit: null, credit: null });
/** Debit less credit, in paise. */
export const worth = ({ debit, credit }: Pick<Side, 'debit' | 'credit'>): number =>
  Math.round((debit || 0) * 100) - Math.round((credit || 0) * 100);

interface SideProps {
  side: Side;
  accounts: readonly Account[];
  errorOf(field: string): string | undefined;
  index: number;
  onChange(change: Partial<Side>): void;
}

/** What customers owe, or vendors are owed, is always somebody's. */
export function SideFields({ side, accounts, errorOf, index, onChange }: SideProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const role = accounts.find(({ id }) => id === side.account_id)?.role;
  const noun = role === 'receivable' ? 'customers' : role === 'payable' ? 'vendors' : null;
  const find = async (text: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { data } = await place.call<{ id: string; name: string }[]>(`GET /${noun}`, {
      ...(text ? { q: text } : {}),
      limit: 12,
    });
    return signal.aborted ? [] : data.map(({ id, name }) => ({ id, label: name }));
  };
  const wrongAt = (name: string): string | undefined => errorOf(`lines/${index}/${name}`);
  return (
    <div className="payment-fields">
      <Select
        label={words('journals.account')}
        none={words('journals.choose')}
        choices={accounts.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        value={side.account_id}
        error={wrongAt('account_id')}
        onChange={({ target }) => onChange({ account_id: target.value, party: null })}
      />
      {noun ? (
        <ComboBox
          key={noun}
          label={words('journals.party')}
          value={side.party}
          find={find}
          error={wrongAt('party_id')}
          onChange={(party) => onChange({ party })}
        />
      ) : null}
      <NumberField
        label={words('journals.debit')}
        kind="money"
        value={side.debit}
        error={wrongAt('debit')}
        onChange={(debit) => onChange({ debit })}
      />
      <NumberField
        label={words('journals.credit')}
        kind="money"
        value={side.credit}
        error={wrongAt('credit')}
        onChange={(credit) => onChange({ credit })}
      />
    </div>
  );
}

/** As the server takes it. */
export const sideInput = ({ account_id, party, debit, credit }: Side): Record<string, unknown> => ({
  account_id: account_id || undefined,
  ...(party ? { party_id: party.id } : {}),
  debit: debit ?? 0,
  credit: credit ?? 0,
});
