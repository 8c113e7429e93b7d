/** Through whom it is sold: one of the operators that are known, or another one. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import type { EcommerceOperator } from './ecommerce-operators.schema.ts';

interface OperatorFieldsProps {
  value: EcommerceOperator | null;
  onChange(value: EcommerceOperator | null): void;
  errorOf(field: string): string | undefined;
}

const OTHER = 'other';
const keyOf = ({ gstin, pays_tax }: EcommerceOperator): string => `${gstin} ${pays_tax}`;

export function OperatorFields({ value, onChange, errorOf }: OperatorFieldsProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data } = useLoaded<EcommerceOperator[]>(
    place.allows('customers.read') ? 'GET /ecommerce-operators' : null,
    {},
  );
  /** Another one is typed, though it may be one that is known by now. */
  const [isTyped, setTyped] = useState(false);
  const known = (data ?? []).find((one) => value && keyOf(one) === keyOf(value));
  const isOther = value !== null && (isTyped || !known);
  const choose = (chosen: string): void => {
    setTyped(chosen === OTHER);
    if (chosen === OTHER) onChange({ gstin: '', name: '', pays_tax: false });
    else onChange(data?.find((one) => keyOf(one) === chosen) ?? null);
  };
  const set = (change: Partial<EcommerceOperator>): void => {
    if (value) onChange({ ...value, ...change });
  };
  return (
    <>
      <Select
        label={words('documents.sold_through')}
        none={words('documents.sold_directly')}
        choices={[
          ...(data ?? []).map((one) => ({
            value: keyOf(one),
            label: one.pays_tax ? words('documents.operator_pays', { name: one.name }) : one.name,
          })),
          { value: OTHER, label: words('documents.sold_other') },
        ]}
        value={value === null ? '' : isOther ? OTHER : keyOf(value)}
        onChange={({ target }) => choose(target.value)}
        error={
          errorOf('ecommerce_operator') ??
          (isOther ? undefined : (errorOf('ecommerce_operator/gstin') ?? errorOf('ecommerce_operator/pays_tax')))
        }
      />
      {isOther ? (
        <>
          <TextField
            label={words('documents.operator_gstin')}
            required
            value={value.gstin}
            maxLength={30}
            hint={words('documents.operator_gstin_hint')}
            onChange={({ target }) => set({ gstin: target.value })}
            error={errorOf('ecommerce_operator/gstin')}
          />
          <TextField
            label={words('documents.operator_name')}
            value={value.name}
            maxLength={100}
            onChange={({ target }) => set({ name: target.value })}
            error={errorOf('ecommerce_operator/name')}
          />
          <Checkbox
            label={words('documents.operator_pays_tax')}
            checked={value.pays_tax}
            onChange={({ target }) => set({ pays_tax: target.checked })}
            error={errorOf('ecommerce_operator/pays_tax')}
          />
        </>
      ) : null}
    </>
  );
}
