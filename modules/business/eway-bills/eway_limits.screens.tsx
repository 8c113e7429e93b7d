/** The values above which goods need an e-way bill within a state: the product's, and what the organisation set for itself. */
import { labelOfCode, states } from '@tenantry/india/states.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { DatedPage, type SetFormProps } from '../dated/dated.screens.tsx';
import { DatedForm } from '../dated/dated_form.screens.tsx';
import type { Limit } from './eway-bills.schema.ts';

function LimitForm({ from, ...rest }: SetFormProps<Limit>): ReactNode {
  const words = useWords();
  const [state, setState] = useState(from?.state ?? '');
  const [limit, setLimit] = useState<number | null>(from?.limit ?? null);
  return (
    <DatedForm {...rest} fields={['state', 'limit']} given={{ state, limit }}>
      {(errorOf, dayField) => (
        <>
          <Select
            label={words('eway-limits.state')}
            autoFocus
            required
            none={words('eway-limits.choose')}
            value={state}
            choices={states.map((one) => ({ value: one.code, label: labelOfCode(one.code) }))}
            error={errorOf('state')}
            onChange={({ target }) => setState(target.value)}
          />
          <NumberField
            label={words('eway-limits.limit')}
            hint={words('eway-limits.limit_hint')}
            kind="money"
            value={limit}
            error={errorOf('limit')}
            onChange={setLimit}
          />
          {dayField}
        </>
      )}
    </DatedForm>
  );
}

export default function EwayLimitsScreen(): ReactNode {
  const words = useWords();
  return (
    <DatedPage<Limit>
      noun="eway-limits"
      set="POST /eway-limits"
      remove="DELETE /eway-limits/{eway_limit}"
      givenOf={({ state, valid_from, limit }) => ({ state, valid_from, limit })}
      nameOf={({ state }) => labelOfCode(state)}
      columns={{
        state: ({ state }) => labelOfCode(state),
        limit: ({ limit }) => (limit === null ? words('eway-limits.none') : money(limit, { symbol: true })),
      }}
      Form={LimitForm}
    />
  );
}
